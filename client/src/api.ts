import type { Account } from "./account.js";
import type { LoggedIn, State, User } from "./state.js";

export interface Credentials {
  username: string;
  password: string;
  /** Stay logged in when the browser closes. Default `false`. */
  remember?: boolean;
}

export interface PasswordChange {
  current: string;
  new: string;
}

export interface RequestOptions extends RequestInit {
  /** The page asks by itself, nobody did anything: the login is not extended. Default `false`. */
  passive?: boolean;
  /** Overrides the option `replay` for this request. Passive requests are not sent again unless they say so here. */
  replay?: boolean;
}

/** An answer that another library got: a `Response`, an axios response, Angular's `HttpErrorResponse`. */
export interface Heard {
  readonly status: number;
  /** Where it came from; an answer of another origin tells nothing. Without it: from the API. */
  readonly url?: string | null | undefined;
  /** Anything with `get(name)`. */
  readonly headers?: unknown;
}

export interface Latchkey<U extends User = User> extends Account<U> {
  /** The address of the API, absolute: `"https://app.example.com/api"`. */
  readonly api: string;
  /** What is known now. */
  readonly state: State<U>;
  /**
   * Calls back at once and at every change; returns the way to stop. (Svelte's store contract.) The first one in a page
   * makes the client ask, listen and keep time.
   */
  subscribe(listener: (state: State<U>) => void): () => void;
  /**
   * Calls back when another person is logged in than before, or nobody any more, or somebody at last: to empty caches,
   * to name an analytics user. Not for an outage. Subscribes; returns the way to stop.
   */
  onUserChange(listener: (user: U | undefined, before: U | undefined) => void): () => void;
  /** Throws {@link LatchkeyError}; a refusal or an outage leaves the state as it was. */
  login(credentials: Credentials): Promise<LoggedIn<U>>;
  /**
   * Throws {@link LatchkeyError} when the server could not be told: then the person is still logged in. If that was an
   * outage the state says `loggingOut`, and the logout is sent again until the server has it, or `stay` or a login
   * takes it back.
   */
  logout(): Promise<void>;
  /** Asks the server. Calls that overlap share one request. Asking is not activity. Without a page nothing is asked. */
  getSession(): Promise<State<U>>;
  /**
   * `fetch` for the API: `"/api/data"` goes to `baseUrl` with credentials. A 401 that says why updates the state; any
   * other 401 makes the client ask; a 503 or 429 never changes it. Any other origin gets a plain `fetch` and learns
   * nothing. See the options `replay` and `reauthenticate` for what is sent once more; a body given as a stream never is.
   */
  fetch(address: RequestInfo | URL, init?: RequestOptions): Promise<Response>;
  /**
   * The JSON of a 2xx; `undefined` where it has no body. Throws {@link LatchkeyError} for every other answer and when
   * nobody answers. `T` is the caller's word: nothing checks it.
   */
  json<T>(address: RequestInfo | URL, init?: RequestOptions): Promise<T>;
  /** For interceptors of other libraries: a 401 makes the client ask, and the state follows. Resolves to what is known then. */
  hear(answer: Heard): Promise<State<U>>;
  /**
   * Takes over what a server knew when it rendered: a body of `getsession`, or a state of `readSession`. Only while
   * nothing is known here, and only in a page.
   */
  hydrate(view: unknown): void;
  /** Counts as activity, for a person who is still there. Throws {@link LatchkeyError} when the server could not be told. */
  stay(): Promise<State<U>>;
  /** Proves the password again: the login becomes fresh. Throws {@link LatchkeyError}. */
  reauthenticate(password: string): Promise<LoggedIn<U>>;
  /**
   * Ends every other session as well. Proves `current` by itself where the login is not fresh. Throws
   * `bad_credentials`, or `validation_failed` with `errors`.
   */
  changePassword(change: PasswordChange): Promise<LoggedIn<U>>;
  /** Stops listening, retrying and telling other tabs. */
  close(): void;
}
