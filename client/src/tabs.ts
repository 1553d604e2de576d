import type { World } from "./world.js";

export type Message = "login" | "logout" | "stay";

export type Tabs = ReturnType<typeof createTabs>;

/** The other tabs of this browser. Any script of the origin can send: a message is a hint to ask, never an answer. */
export function createTabs({ BroadcastChannel }: World, name: string, hear: (message: unknown) => void) {
  let channel: InstanceType<NonNullable<typeof BroadcastChannel>> | undefined;
  return {
    open(): void {
      if (!BroadcastChannel || channel) return;
      channel = new BroadcastChannel(`latchkey ${name}`);
      channel.onmessage = ({ data }) => hear(data);
    },
    tell(message: Message): void {
      channel?.postMessage(message);
    },
    close(): void {
      channel?.close();
      channel = undefined;
    },
  };
}
