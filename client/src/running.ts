import type { Asking } from "./asking.js";
import type { Core } from "./core.js";
import { frozen } from "./machine.js";
import { watchPage } from "./page.js";
import type { Tabs } from "./tabs.js";

/** The APIs whose clients run in this page: two of one would do everything twice. */
const inThisPage = new Set<string>();

/** What goes on by itself: from the first subscriber on, in a page, until it is stopped. */
export function createRunning({ world, transport, knowledge, deadline }: Core, asking: Asking, tabs: Tabs) {
  const { href } = transport.base;
  let leavePage: (() => void) | undefined;

  return {
    start(): void {
      if (leavePage || !world.window) return;
      if (inThisPage.has(href))
        world.warn(`two clients of ${href} run here: make one, outside of components`);
      inThisPage.add(href);
      tabs.open();
      leavePage = watchPage(
        world,
        asking.ask,
        (isKept) => {
          tabs.close();
          if (isKept) knowledge.learn(frozen);
        },
        (isKept) => {
          tabs.open();
          if (isKept) void asking.afresh();
        },
      );
      const { status } = knowledge.now().state;
      if (status === "unknown") void asking.ask();
      if (status === "unavailable") asking.later({ retryAfter: 0 });
    },
    stop(): void {
      leavePage?.();
      leavePage = undefined;
      inThisPage.delete(href);
      tabs.close();
      asking.rest();
      deadline.stop();
    },
  };
}
