import type { Asking } from "./asking.js";
import type { Core } from "./core.js";
import { problem } from "./error.js";
import { ended, proven } from "./machine.js";
import { type LoggedIn, lastKnown, type State } from "./state.js";
import type { Message } from "./tabs.js";
import type { Answer } from "./transport.js";
import type { Waiting } from "./waiting.js";

/** What may be done about a refusal before it is returned. */
export interface Mend {
  readonly replay?: boolean | undefined;
  readonly prove?: boolean;
  readonly signal?: AbortSignal | null | undefined;
}

export type Guard = (attempt: () => Promise<Answer>, mend: Mend) => Promise<Answer>;

/**
 * What needs a session. What met its end is sent once more when the same person is logged in again, and what needs the
 * password once more when that was proven, as far as the caller wants either.
 */
export function createGuard(
  { options, world, knowledge, hear }: Core,
  asking: Asking,
  waiting: Waiting,
  tell: (message: Message) => void,
): Guard {
  const { now, learn } = knowledge;
  let proof: Promise<boolean> | undefined;

  function proveOnce(ask: () => Promise<boolean>): Promise<boolean> {
    proof ??= ask().finally(() => {
      proof = undefined;
    });
    return proof;
  }

  return async (attempt, mend) => {
    let { replay, prove } = mend;
    for (;;) {
      const began = now();
      const isOlder = () => now().epoch !== began.epoch;
      const answer = await attempt();
      const { response, body } = answer;
      if (!isOlder()) {
        if (hear(response.headers)) tell("stay");
        if (response.ok) learn(proven);
      }
      const { status } = response;
      // Without a page nobody comes back to log in, or could be asked.
      if ((status !== 401 && status !== 403) || !world.window) return answer;
      const { reason, code } = problem(response, body);
      // Not in Latchkey's words: a proxy's own page, or a backend's. Whether the login is over only the server knows.
      if (reason || (status === 401 && code === "unexpected_answer")) {
        if (!isOlder()) {
          if (reason) learn(ended, reason);
          else if (isSame(await asking.afresh(), began.state)) return answer;
        }
        if (!replay || !(await waiting.until(now().state, began.userId, mend.signal))) return answer;
        replay = false;
      } else {
        const ask = options.reauthenticate;
        if (code !== "reauthentication_required" || !prove || !ask) return answer;
        const { state } = now();
        const isProven = isOlder() && state.status === "loggedIn" && state.session.fresh;
        if (!(isProven || (await proveOnce(ask))) || now().userId !== began.userId) return answer;
        prove = false;
      }
    }
  };
}

/** Whether the login of before is still the one there is: the refusal was about something else. */
function isSame(now: State, before: State): boolean {
  return (
    now.status === "loggedIn" && now.session.id === (lastKnown(before) as Partial<LoggedIn>)?.session?.id
  );
}
