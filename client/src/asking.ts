import type { Core } from "./core.js";
import { LatchkeyError } from "./error.js";
import { withEnd } from "./hearing.js";
import { isLeaving, told } from "./machine.js";
import { type LoggedIn, type LoggedOut, readView, type State } from "./state.js";
import { accepted } from "./transport.js";

const MAX_PAUSE = 60_000;

/** What is tried again later, and when the server wants that at the earliest. */
export type Failure = Pick<LatchkeyError, "retryAfter">;

export interface Asking {
  /** Asks the server who is there. Calls that overlap share one request. */
  ask(): Promise<State>;
  /** For when the answer on its way may be older than what just happened. */
  afresh(): Promise<State>;
  /** Asks again after a pause that grows with every failure; never sooner than the server asked for. */
  later(failure: Failure): void;
  /** No pause is waited for any more; the next one is short again. */
  rest(): void;
}

/** @param leave tells the server of a logout that has not reached it, and sees to the next attempt */
export function createAsking(
  { world, transport, knowledge, deadline, hear }: Core,
  leave: () => Promise<void>,
): Asking {
  const { now, learn, listeners } = knowledge;
  let flight: Promise<State> | undefined;
  let again = false;
  let failures = 0;
  let timer: unknown;

  async function settle(): Promise<void> {
    const { epoch } = now();
    let view: LoggedIn | LoggedOut | undefined;
    let failure = new LatchkeyError("unexpected_answer");
    try {
      const answer = await transport.call("/getsession");
      view = readView(accepted(answer));
      if (now().epoch === epoch) hear(answer.response.headers);
    } catch (error) {
      failure = error as LatchkeyError;
    }
    // What a login, a logout or a 401 settled meanwhile must not be undone by the answer to an older question.
    if (now().epoch !== epoch || again) return;
    if (view) learn(told, view.status === "loggedIn" ? withEnd(view, deadline) : view);
    else outage(failure);
  }

  function outage(failure: LatchkeyError): void {
    // A browser does not tell a page of a refused origin from a dead server.
    if (!failures && !failure.status && !transport.isSameOrigin) {
      world.warn(`${transport.base.origin} is down, or this page's origin is not in its spa-origins`);
    }
    learn(told, { status: "unavailable", code: failure.code, last: undefined });
    later(failure);
  }

  async function run(): Promise<State> {
    do {
      again = false;
      await settle();
    } while (again);
    if (isLeaving(now()) && now().state.status === "loggedIn") await leave().catch(() => {});
    return now().state;
  }

  function ask(): Promise<State> {
    if (!world.window) return Promise.resolve(now().state);
    flight ??= run().finally(() => {
      flight = undefined;
    });
    return flight;
  }

  function rest(): void {
    world.clearTimeout(timer);
    failures = 0;
  }

  function later({ retryAfter = 0 }: Failure): void {
    // What nobody hears of needs no asking: the next subscriber makes it go on.
    if (!listeners.size) return;
    world.clearTimeout(timer);
    const pause = Math.max(Math.min(1000 * 2 ** failures++, MAX_PAUSE), retryAfter * 1000);
    // A tab nobody looks at asks when somebody does; but whoever left is not kept waiting for that.
    const wanted = () => world.document?.visibilityState !== "hidden" || isLeaving(now());
    // Jitter only ever adds to what the server asked for; many tabs must not come back together.
    timer = world.setTimeout(() => wanted() && ask(), pause * (1 + world.random() / 2));
  }

  return {
    ask,
    rest,
    later,
    afresh() {
      again = true;
      return ask();
    },
  };
}
