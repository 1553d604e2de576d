import { createAccount } from "./account.js";
import type { Credentials, Latchkey, PasswordChange, RequestOptions } from "./api.js";
import type { Reason } from "./codes.js";
import { createCookieLosses } from "./cookieLoss.js";
import { createDeadline } from "./deadline.js";
import { LatchkeyError, problem } from "./error.js";
import type { Channel, LatchkeyOptions } from "./options.js";
import { type LoggedIn, type LoggedOut, type LoggedOutBy, readView, type State } from "./state.js";
import { type Answer, createTransport, type Json, passiveHeaders, readJson } from "./transport.js";
import { createWaiting } from "./waiting.js";

const MAX_PAUSE = 60_000;

export function createLatchkey(options: LatchkeyOptions = {}): Latchkey {
  const page = options.window === undefined ? globalThis.window : options.window;
  const doc = options.document === undefined ? globalThis.document : options.document;
  const startTimer = options.setTimeout ?? ((run, ms) => setTimeout(run, ms));
  const stopTimer = options.clearTimeout ?? ((timer) => clearTimeout(timer as number));
  const { random = Math.random } = options;
  const NewChannel =
    options.BroadcastChannel === undefined ? globalThis.BroadcastChannel : options.BroadcastChannel;
  const transport = createTransport(options, { href: page?.location.href, document: doc });
  const deadline = createDeadline(options, startTimer, stopTimer, () => void getSession());
  const waiting = createWaiting();
  const losses = createCookieLosses(options, page, transport);

  const listeners = new Set<(state: State) => void>();
  let state: State = { status: "unknown" };
  // What a login, a logout or a 401 settled must not be undone by the answer to an older question.
  let epoch = 0;
  let wasLoggedIn = false;
  let loginUnproven = false;
  let otherTabLoggedOut = false;
  let failures = 0;
  let timer: unknown;
  let flight: Promise<State> | undefined;
  let askAgain = false;
  let channel: Channel | undefined;
  // Who asked: what they began must not be carried out for somebody else.
  let userId: string | undefined;
  let proof: Promise<boolean> | undefined;

  function set(next: State): void {
    stopTimer(timer);
    if (next.status === "loggedIn") {
      wasLoggedIn = true;
      failures = 0;
      userId = next.user.id;
      deadline.reckon(next.session);
      deadline.watch(next.endsAt !== undefined);
    } else if (next.status === "loggedOut") {
      wasLoggedIn = loginUnproven = otherTabLoggedOut = false;
      failures = 0;
      if (next.by !== "server" && next.by !== "cookieNotStored") userId = undefined;
      deadline.forget();
    } else deadline.stop();
    if (next === state) return;
    state = next;
    for (const listener of [...listeners]) listener(next);
    waiting.hear(next);
  }

  function last(): LoggedIn | LoggedOut | undefined {
    if (state.status === "unavailable") return state.last;
    return state.status === "unknown" ? undefined : state;
  }

  function outage({ code, retryAfter = 0 }: LatchkeyError): void {
    set({ status: "unavailable", code, last: last() });
    const pause = Math.max(Math.min(1000 * 2 ** failures++, MAX_PAUSE), retryAfter * 1000);
    // Jitter only ever adds to what the server asked for; many tabs must not come back together.
    timer = startTimer(() => doc?.visibilityState === "hidden" || getSession(), pause * (1 + random() / 2));
  }

  function loggedOut(reason: Reason, known?: LoggedOutBy): void {
    const before = last();
    // "No cookie" tells less than what is known already.
    if (!known && before?.status === "loggedOut" && reason === "none") {
      set(before);
      return;
    }
    const by =
      known ??
      (!wasLoggedIn
        ? "start"
        : otherTabLoggedOut
          ? "otherTab"
          : loginUnproven && reason === "none"
            ? "cookieNotStored"
            : "server");
    const ended: LoggedOut = {
      status: "loggedOut",
      reason: by === "otherTab" && reason === "none" ? "logged_out" : reason,
      by,
    };
    set(by === "cookieNotStored" ? explained(ended) : ended);
  }

  /** With what the page can tell at once; what the server knows comes after it. */
  function explained(ended: LoggedOut): LoggedOut {
    const guessed = { ...ended, loss: losses.guess() };
    void losses.ask().then((loss) => {
      if (loss && state === guessed) set({ ...guessed, loss });
    });
    return guessed;
  }

  function loggedIn(read: LoggedIn): void {
    const before = last();
    const endsAt = deadline.near();
    const view = endsAt === undefined ? read : { ...read, endsAt };
    // The same view again is no change: nothing on the page has to be drawn anew.
    set(state === before && JSON.stringify(before) === JSON.stringify(view) ? before : view);
  }

  function hear({ headers }: Response): void {
    const seconds = headers.get("Latchkey-Expires-In");
    if (!seconds || !/^\d+$/.test(seconds)) return;
    const moved = deadline.heard(Number(seconds));
    if (state.status !== "loggedIn" || !moved) return;
    // Only a check made for it begins a warning: another answer may be older than what extended the login.
    if (state.endsAt === undefined) deadline.watch(false);
    else {
      const { endsAt: _, ...read } = state;
      loggedIn(read);
    }
  }

  function isWarning(): boolean {
    return state.status === "loggedIn" && state.endsAt !== undefined;
  }

  function getSession(): Promise<State> {
    flight ??= ask().finally(() => {
      flight = undefined;
    });
    return flight;
  }

  /** For when the answer on its way may be older than what just happened. */
  function askAfresh(): void {
    askAgain = true;
    void getSession();
  }

  async function ask(): Promise<State> {
    do {
      askAgain = false;
      const began = epoch;
      let view: LoggedIn | Reason | undefined;
      let failure = new LatchkeyError("unexpected_answer");
      try {
        const answer = await transport.call("/getsession");
        if (epoch !== began) continue;
        hear(answer.response);
        view = readView(accepted(answer));
      } catch (error) {
        failure = error as LatchkeyError;
      }
      if (epoch !== began || askAgain) continue;
      if (!view) outage(failure);
      else if (typeof view === "string") loggedOut(view);
      else {
        loginUnproven = otherTabLoggedOut = false;
        loggedIn(view);
      }
    } while (askAgain);
    return state;
  }

  /** Takes over a view that a login or a new proof brought: whatever was asked before it is out of date. */
  function enter({ response, body }: Answer): LoggedIn {
    const view = readView(accepted({ response, body }));
    if (!view || typeof view === "string") throw new LatchkeyError("unexpected_answer", { status: 200 });
    epoch++;
    otherTabLoggedOut = false;
    deadline.forget();
    hear(response);
    set(view);
    tell("login");
    return view;
  }

  async function login(credentials: Credentials): Promise<LoggedIn> {
    try {
      const view = enter(await transport.call("/login", "POST", credentials));
      loginUnproven = true;
      return view;
    } catch (error) {
      throw cookieless(error as LatchkeyError);
    }
  }

  /** Refused even with a token just fetched: the browser did not keep the cookie that the token belongs to. */
  function cookieless(error: LatchkeyError): LatchkeyError {
    if (error.code !== "csrf_token_invalid") return error;
    epoch++;
    loggedOut("none", "cookieNotStored");
    return new LatchkeyError("cookie_not_stored", { status: error.status });
  }

  async function logout(): Promise<void> {
    accepted(await transport.call("/logout", "POST", {}));
    epoch++;
    loggedOut("logged_out", "thisTab");
    tell("logout");
  }

  /**
   * What needs a session. What met its end is sent once more when the same person is logged in again, and what needs
   * the password once more when that was proven, as far as the caller wants either.
   */
  async function guarded(
    attempt: () => Promise<Answer>,
    mend: { replay?: boolean | undefined; prove?: boolean; signal?: AbortSignal | null | undefined },
  ): Promise<Answer> {
    let { replay, prove } = mend;
    for (;;) {
      const began = epoch;
      const who = userId;
      const answer = await attempt();
      const { response, body } = answer;
      if (epoch === began) {
        const warned = isWarning();
        hear(response);
        if (warned && !isWarning()) tell("stay");
        if (response.ok) loginUnproven = false;
      }
      if (response.status !== 401 && response.status !== 403) return answer;
      const { reason, code } = problem(response, body);
      if (reason) {
        if (epoch === began) {
          epoch++;
          loggedOut(reason);
        }
        if (!replay || !(await waiting.until(state, who, mend.signal))) return answer;
        replay = false;
      } else {
        if (code !== "reauthentication_required" || !prove || !options.reauthenticate) return answer;
        const proven = epoch !== began && state.status === "loggedIn" && state.session.fresh;
        if (!(proven || (await proveOnce(options.reauthenticate))) || userId !== who) return answer;
        prove = false;
      }
    }
  }

  function proveOnce(ask: () => Promise<boolean>): Promise<boolean> {
    proof ??= ask().finally(() => {
      proof = undefined;
    });
    return proof;
  }

  async function own(
    route: string,
    method?: string,
    body?: unknown,
    passive?: boolean,
    mend = { replay: options.replay && !passive, prove: true },
  ): Promise<Json | undefined> {
    return accepted(await guarded(() => transport.call(route, method, body, passive), mend));
  }

  const account = createAccount(
    async (...question) => accepted(await transport.call(...question)),
    (route, method, body, passive) => own(route, method, body, passive),
  );

  async function stay(): Promise<State> {
    await own("/data");
    return getSession();
  }

  async function prove(route: string, body: unknown, replay = false): Promise<LoggedIn> {
    return enter(await guarded(() => transport.call(route, "POST", body), { replay }));
  }

  const reauthenticate = (password: string) => prove("/reauthenticate", { password });

  async function changePassword(change: PasswordChange): Promise<LoggedIn> {
    const attempt = () => prove("/password", change, options.replay);
    try {
      return await attempt();
    } catch (error) {
      if ((error as LatchkeyError).code !== "reauthentication_required") throw error;
      await reauthenticate(change.current);
      return attempt();
    }
  }

  async function apiFetch(address: string | URL, init: RequestOptions = {}): Promise<Response> {
    const { passive, replay = options.replay && !passive, ...request } = init;
    const url = transport.resolve(address);
    if (url.origin !== transport.base.origin) return (options.fetch ?? fetch)(url, request);
    const headers = passiveHeaders(passive, request.headers);
    const repeatable = !(request.body instanceof ReadableStream);
    const attempt = async () => {
      const response = await transport.send(url, { ...request, headers });
      const refused = response.status === 401 || response.status === 403;
      return { response, body: refused ? await readJson(response.clone()) : undefined };
    };
    const mend = { replay: replay && repeatable, prove: repeatable, signal: request.signal };
    return (await guarded(attempt, mend)).response;
  }

  function tell(message: "login" | "logout" | "stay"): void {
    channel?.postMessage(message);
  }

  function listen(): void {
    if (!NewChannel || channel) return;
    channel = new NewChannel(`latchkey ${transport.base.href}`);
    // Any script of this origin can send: a message is a hint to ask, never an answer.
    channel.onmessage = ({ data }) => {
      if (data === "logout" && wasLoggedIn) otherTabLoggedOut = true;
      askAfresh();
    };
  }

  function silence(): void {
    channel?.close();
    channel = undefined;
  }

  const closing = new AbortController();
  const { signal } = closing;
  doc?.addEventListener("visibilitychange", () => doc.visibilityState === "visible" && getSession(), {
    signal,
  });
  page?.addEventListener("online", getSession, { signal });
  page?.addEventListener(
    "pagehide",
    (event) => {
      silence();
      // The browser may keep this page as it stands and show it on Back, after a logout too.
      if ((event as PageTransitionEvent).persisted && last()?.status === "loggedIn") {
        epoch++;
        set({ status: "unknown" });
      }
    },
    { signal },
  );
  page?.addEventListener(
    "pageshow",
    (event) => {
      listen();
      if ((event as PageTransitionEvent).persisted) askAfresh();
    },
    { signal },
  );
  listen();

  const bootstrap = "bootstrap" in options ? options.bootstrap : readBootstrap(doc);
  const view = readView(bootstrap as Record<string, unknown> | undefined);
  if (typeof view === "string") loggedOut(view);
  else if (view) set(view);
  else if ((bootstrap as { unavailable?: unknown } | undefined)?.unavailable === true) {
    outage(new LatchkeyError("store_unavailable"));
  } else void getSession();

  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(state);
      return () => {
        listeners.delete(listener);
      };
    },
    login,
    logout,
    getSession,
    fetch: apiFetch,
    stay,
    reauthenticate,
    changePassword,
    ...account,
    close() {
      closing.abort();
      silence();
      stopTimer(timer);
      deadline.stop();
      waiting.close();
      listeners.clear();
    },
  };
}

/** The body of a 2xx; throws the refusal that anything else is. */
function accepted({ response, body }: Answer): Json | undefined {
  if (!response.ok) throw problem(response, body);
  return body;
}

function readBootstrap(doc: LatchkeyOptions["document"]): unknown {
  try {
    return JSON.parse(doc?.getElementById("latchkey-bootstrap")?.textContent ?? "");
  } catch {
    return undefined;
  }
}
