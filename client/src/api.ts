import type { Account } from "./account.js";
import type { LoggedIn, State } from "./state.js";

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

export interface Latchkey extends Account {
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
   * a 503 or 429 never does. Any other origin gets a plain `fetch` and learns nothing. See the options `replay` and
   * `reauthenticate` for what is sent once more; a body that is a stream never is.
   */
  fetch(address: string | URL, init?: RequestOptions): Promise<Response>;
  /** Counts as activity, for a person who is still there. Throws {@link LatchkeyError} when the server could not be told. */
  stay(): Promise<State>;
  /** Proves the password again: the login becomes fresh. Throws {@link LatchkeyError}. */
  reauthenticate(password: string): Promise<LoggedIn>;
  /**
   * Ends every other session as well. Proves `current` by itself where the login is not fresh. Throws
   * `bad_credentials`, or `validation_failed` with `errors`.
   */
  changePassword(change: PasswordChange): Promise<LoggedIn>;
  /** Stops listening, retrying and telling other tabs. */
  close(): void;
}
