import type { State } from "./state.js";

/**
 * Requests that met the end of the session, set aside until the same person is logged in again. Whoever logged out
 * meant to, and another person must not carry out what was asked by the first: for both nothing is sent again.
 */
export function createWaiting() {
  const waiting = new Set<(state: State) => void>();
  return {
    /** Whether to send again. `who` is the id of whoever asked; nobody yet is anybody. */
    until(state: State, who: string | undefined, signal?: AbortSignal | null): Promise<boolean> {
      return new Promise((resolve, reject) => {
        const give = (again: boolean) => {
          waiting.delete(hear);
          signal?.removeEventListener("abort", abort);
          resolve(again);
        };
        const hear = (now: State) => {
          if (now.status === "loggedIn") give(!who || now.user.id === who);
          else if (now.status === "loggedOut" && (now.by === "thisTab" || now.by === "otherTab")) give(false);
        };
        const abort = () => {
          reject(signal?.reason);
          give(false);
        };
        waiting.add(hear);
        signal?.addEventListener("abort", abort);
        if (signal?.aborted) abort();
        else hear(state);
      });
    },
    hear(state: State): void {
      for (const hear of [...waiting]) hear(state);
    },
    close(): void {
      for (const hear of [...waiting]) hear({ status: "loggedOut", reason: "unknown", by: "thisTab" });
    },
  };
}

export type Waiting = ReturnType<typeof createWaiting>;
