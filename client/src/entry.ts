import type { Credentials, PasswordChange } from "./api.js";
import type { Failure } from "./asking.js";
import type { Core } from "./core.js";
import { LatchkeyError } from "./error.js";
import type { Guard, Mend } from "./guarding.js";
import { ended, entered, willLeave } from "./machine.js";
import { type LoggedIn, readView, type State } from "./state.js";
import type { Message } from "./tabs.js";
import { type Answer, accepted, type Json } from "./transport.js";

/**
 * How a login begins, is proven again, and ends.
 *
 * @param retryLater sees to it that a logout which did not reach the server is sent again
 */
export function createEntry(
  { options, transport, knowledge, deadline, hear }: Core,
  guard: Guard,
  ask: () => Promise<State>,
  retryLater: (failure: Failure) => void,
  tell: (message: Message) => void,
) {
  const { learn } = knowledge;
  const { replay } = options;

  /** Takes over a view that a login or a new proof brought: whatever was asked before it is out of date. */
  function enter(answer: Answer, byLogin: boolean): LoggedIn {
    const view = readView(accepted(answer));
    if (view?.status !== "loggedIn") throw new LatchkeyError("unexpected_answer", { status: 200 });
    deadline.forget();
    hear(answer.response.headers);
    learn(entered, view, byLogin);
    tell("login");
    return view;
  }

  async function login(credentials: Credentials): Promise<LoggedIn> {
    try {
      return enter(await transport.call("/login", "POST", credentials), true);
    } catch (error) {
      const { code, status } = error as LatchkeyError;
      if (code !== "csrf_token_invalid") throw error;
      // Refused even with a token just fetched: the browser did not keep the cookie that the token belongs to.
      learn(ended, "none", "cookieNotStored");
      throw new LatchkeyError("cookie_not_stored", { status });
    }
  }

  async function logout(): Promise<void> {
    try {
      accepted(await transport.call("/logout", "POST", {}));
    } catch (error) {
      const failure = error as LatchkeyError;
      if (failure.code === "unreachable" || failure.status >= 500) {
        learn(willLeave, true);
        retryLater(failure);
      }
      throw error;
    }
    learn(ended, "logged_out", "thisTab");
    tell("logout");
  }

  /** Calls one of Latchkey's own routes that need a session. */
  async function own(
    route: string,
    method?: string,
    body?: unknown,
    passive?: boolean,
    mend: Mend = { replay: replay && !passive, prove: true },
  ): Promise<Json | undefined> {
    return accepted(await guard(() => transport.call(route, method, body, passive), mend));
  }

  async function prove(route: string, body: unknown, replay = false): Promise<LoggedIn> {
    return enter(await guard(() => transport.call(route, "POST", body), { replay }), false);
  }

  const reauthenticate = (password: string) => prove("/reauthenticate", { password });

  async function changePassword(change: PasswordChange): Promise<LoggedIn> {
    const attempt = () => prove("/password", change, replay);
    try {
      return await attempt();
    } catch (error) {
      if ((error as LatchkeyError).code !== "reauthentication_required") throw error;
      await reauthenticate(change.current);
      return attempt();
    }
  }

  async function stay(): Promise<State> {
    learn(willLeave, false);
    await own("/data");
    return ask();
  }

  return { login, logout, own, reauthenticate, changePassword, stay };
}
