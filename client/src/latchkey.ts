import { createAccount } from "./account.js";
import type { Latchkey } from "./api.js";
import { createAsking } from "./asking.js";
import { createDeadline } from "./deadline.js";
import { userOf } from "./ending.js";
import { createEntry } from "./entry.js";
import { createFetch } from "./fetching.js";
import { createGuard } from "./guarding.js";
import { createHear } from "./hearing.js";
import { createKnowledge } from "./knowledge.js";
import { isLeaving, otherTabLoggedOut, told, willLeave } from "./machine.js";
import type { LatchkeyOptions } from "./options.js";
import { createRunning } from "./running.js";
import { lastKnown, readHandedOver, type State, type User } from "./state.js";
import { createTabs } from "./tabs.js";
import { accepted, createTransport, type Json } from "./transport.js";
import { createWaiting } from "./waiting.js";
import { type World, writtenInto } from "./world.js";

/** Joins the parts: each has one idea, and knows of the others only what it is handed. */
export function joinLatchkey<U extends User>(options: LatchkeyOptions, world: World): Latchkey<U> {
  const transport = createTransport(options, world);
  const waiting = createWaiting();
  const knowledge = createKnowledge(world.window !== null, (known) => {
    const { state } = known;
    if (state.status === "loggedIn") deadline.reckon(state.session);
    else if (state.status === "loggedOut") deadline.forget();
    else deadline.stop();
    running.watch();
    if (state.status !== "unavailable" && !isLeaving(known)) asking.rest();
    waiting.hear(state);
    if (state.status === "loggedOut" && state.by === "cookieNotStored" && !state.loss) {
      // Fetched where it is wanted, which is where a set-up is wrong. Without it the person is told all the same.
      import("./cookieLoss.js").then(
        ({ explain }) => explain(core, state),
        () => {},
      );
    }
  });
  const { now, learn, listeners } = knowledge;
  const deadline = createDeadline(options, world, () => void asking.ask());
  const hear = createHear(deadline, knowledge);
  const core = { options, world, transport, knowledge, deadline, hear };
  const asking = createAsking(core, () => entry.logout());
  const { ask, afresh } = asking;
  const tabs = createTabs(world, transport.base.href, (message) => {
    if (message === "logout") learn(otherTabLoggedOut);
    if (message === "login") learn(willLeave, false);
    void afresh();
  });
  const guard = createGuard(core, asking, waiting, tabs.tell);
  const running = createRunning(core, asking, tabs);
  const { own, ...entry } = createEntry(core, guard, ask, asking.later, tabs.tell);

  function hydrate(given: unknown): void {
    const view = readHandedOver(given as Json | undefined);
    if (view && now().state.status === "unknown") learn(told, view);
  }
  hydrate("bootstrap" in options ? options.bootstrap : writtenInto(world.document));

  function subscribe(listener: (state: State) => void): () => void {
    // On a server every request would leave one behind.
    if (world.window) listeners.add(listener);
    listener(now().state);
    if (listeners.size === 1) running.start();
    return () => void listeners.delete(listener);
  }

  return {
    get state() {
      return now().state;
    },
    api: transport.base.href,
    subscribe,
    onUserChange(listener: (user: User | undefined, before: User | undefined) => void) {
      let user = userOf(now().state);
      return subscribe((state) => {
        const before = user;
        if (lastKnown(state)) user = userOf(state);
        if (user?.id !== before?.id) listener(user, before);
      });
    },
    ...entry,
    ...createFetch(core, guard),
    ...createAccount(async (...question) => accepted(await transport.call(...question)), own),
    getSession: ask,
    hydrate,
    async hear({ status, url, headers }) {
      if (!url || transport.resolve(url).origin === transport.base.origin) {
        hear(headers);
        if (status === 401) await afresh();
      }
      return now().state;
    },
    close() {
      running.stop();
      waiting.close();
      listeners.clear();
    },
  } satisfies Latchkey as Latchkey as Latchkey<U>;
}
