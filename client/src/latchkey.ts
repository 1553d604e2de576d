import type { Reason } from "./codes.js";
import { createCookieLosses } from "./cookieLoss.js";
import { LatchkeyError } from "./error.js";
import type { Channel, LatchkeyOptions } from "./options.js";
import {
  type LoggedIn,
  type LoggedOut,
  type LoggedOutBy,
  readReason,
  readView,
  type State,
} from "./state.js";
import { createTransport, readJson } from "./transport.js";

export interface Credentials {
  username: string;
  password: string;
  remember?: boolean;
}

export interface Latchkey {
  /** What is known now. */
  readonly state: State;
  /** Calls back at once and at every change; returns the way to stop. (Svelte's store contract.) */
  subscribe(listener: (state: State) => void): () => void;
  /** Throws {@link LatchkeyError}; a refusal or an outage leaves the state as it was. */
  login(credentials: Credentials): Promise<LoggedIn>;
  /** Throws {@link LatchkeyError} when the server could not be told: then the person is still logged in. */
  logout(): Promise<void>;
  /** Asks the server. Calls that overlap share one request. Asking is not activity. */
  getSession(): Promise<State>;
  /**
   * `fetch` for the API: `"/api/data"` goes to `baseUrl` with credentials. A 401 that says why updates the state;
   * a 503 never does. Any other origin gets a plain `fetch` and learns nothing.
   */
  fetch(address: string | URL, init?: RequestInit): Promise<Response>;
  /** Stops listening, retrying and telling other tabs. */
  close(): void;
}

const MAX_PAUSE = 60_000;
const MAX_TIMER = 2 ** 31 - 1; // longer ones fire at once

export function createLatchkey(options: LatchkeyOptions = {}): Latchkey {
  const page = options.window === undefined ? globalThis.window : options.window;
  const doc = options.document === undefined ? globalThis.document : options.document;
  const startTimer = options.setTimeout ?? ((run, ms) => setTimeout(run, ms));
  const stopTimer = options.clearTimeout ?? ((timer) => clearTimeout(timer as number));
  const { now = Date.now, random = Math.random } = options;
  const NewChannel =
    options.BroadcastChannel === undefined ? globalThis.BroadcastChannel : options.BroadcastChannel;
  const transport = createTransport(options, { href: page?.location.href, document: doc });

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

  function set(next: State): void {
    stopTimer(timer);
    if (next.status === "loggedIn") {
      wasLoggedIn = true;
      failures = 0;
      // At its deadline a login is over: ask then, so that an open page does not pretend. At most twice a
      // minute, for the clocks of browser and server differ.
      const { expiresAt, idleExpiresAt } = next.session;
      const left = Math.min(Date.parse(expiresAt), Date.parse(idleExpiresAt)) - now();
      timer = startTimer(getSession, Math.min(Math.max(left + 1000, 30_000) || 30_000, MAX_TIMER));
    } else if (next.status === "loggedOut") {
      wasLoggedIn = loginUnproven = otherTabLoggedOut = false;
      failures = 0;
    }
    if (next === state) return;
    state = next;
    for (const listener of [...listeners]) listener(next);
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

  function loggedIn(view: LoggedIn): void {
    const before = last();
    // The same view again is no change: nothing on the page has to be drawn anew.
    set(state === before && JSON.stringify(before) === JSON.stringify(view) ? before : view);
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
        view = readView(await transport.call("/getsession"));
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

  function post(route: string, body: unknown) {
    return transport.call(route, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Refused even with a token just fetched: the browser did not keep the cookie that the token belongs to. */
  function cookieless(error: LatchkeyError): never {
    if (error.code !== "csrf_token_invalid") throw error;
    epoch++;
    loggedOut("none", "cookieNotStored");
    throw new LatchkeyError("cookie_not_stored", error.status);
  }

  async function login(credentials: Credentials): Promise<LoggedIn> {
    const view = readView(await post("/login", credentials).catch(cookieless));
    if (!view || typeof view === "string") throw new LatchkeyError("unexpected_answer", 200);
    epoch++;
    loginUnproven = true;
    otherTabLoggedOut = false;
    set(view);
    channel?.postMessage("login");
    return view;
  }

  async function logout(): Promise<void> {
    await post("/logout", {});
    epoch++;
    loggedOut("logged_out", "thisTab");
    channel?.postMessage("logout");
  }

  async function apiFetch(address: string | URL, init?: RequestInit): Promise<Response> {
    const url = transport.resolve(address);
    if (url.origin !== transport.base.origin) return (options.fetch ?? fetch)(url, init);
    const began = epoch;
    const response = await transport.send(url, init);
    if (epoch !== began) return response;
    if (response.ok) loginUnproven = false;
    else if (response.status === 401) {
      const body = await readJson(response.clone());
      // Other routes have 401s of their own (a wrong password proven again): only a reason is about the session.
      if (body?.reason && epoch === began) {
        epoch++;
        loggedOut(readReason(body));
      }
    }
    return response;
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
    close() {
      closing.abort();
      silence();
      stopTimer(timer);
      listeners.clear();
    },
  };
}

function readBootstrap(doc: LatchkeyOptions["document"]): unknown {
  try {
    return JSON.parse(doc?.getElementById("latchkey-bootstrap")?.textContent ?? "");
  } catch {
    return undefined;
  }
}
