import type { Asking } from "./asking.js";
import type { Core } from "./core.js";
import { frozen, isLeaving } from "./machine.js";
import { watchPage } from "./page.js";
import type { Tabs } from "./tabs.js";

/** The APIs whose clients run in this page: two of one would do everything twice. */
const inThisPage = new Set<string>();

/** What goes on by itself: in a page, while somebody listens. */
export function createRunning({ world, transport, knowledge, deadline }: Core, asking: Asking, tabs: Tabs) {
  const { now, learn, listeners } = knowledge;
  const { href } = transport.base;
  let leavePage: (() => void) | undefined;

  /** Asks when the end of the login is near. */
  function watch(): void {
    const { state } = now();
    if (listeners.size && state.status === "loggedIn") deadline.watch(state.endsAt !== undefined);
  }

  function enterPage(): () => void {
    if (inThisPage.has(href)) world.warn(`two clients of ${href} run here: make one, outside of components`);
    inThisPage.add(href);
    tabs.open();
    return watchPage(
      world,
      asking.ask,
      (isKept) => {
        tabs.close();
        if (isKept) learn(frozen);
      },
      (isKept) => {
        tabs.open();
        if (isKept) void asking.afresh();
      },
    );
  }

  return {
    watch,
    /** For the first who listens, and the first after nobody did. */
    start(): void {
      leavePage ??= enterPage();
      watch();
      const known = now();
      if (known.state.status === "unknown") void asking.ask();
      if (known.state.status === "unavailable" || isLeaving(known)) asking.later({ retryAfter: 0 });
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
