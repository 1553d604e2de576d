/** Everything has a default; an embedded or same-domain page needs none of these. */
export interface LatchkeyOptions {
  /** Origin of the API when it is not the page's own: `"https://api.example.com"`. Default `""`. */
  baseUrl?: string;
  /** Where the API lives below `baseUrl`. Default `"/api"`. */
  apiPath?: string;
  /** Default: `"same-origin"`, or `"include"` when `baseUrl` is another origin. */
  credentials?: RequestCredentials;
  /**
   * What the server wrote into the page: a body of `getsession`, `{"unavailable":true}`, or a state that `readSession`
   * of `@latchkey/client/server` read. Default: the text of the element `#latchkey-bootstrap`. Without it the client
   * asks the server once, at the first `subscribe`.
   */
  bootstrap?: unknown;
  /** How long a login, a logout or a session check may take, in milliseconds. Default 15 000. */
  timeout?: number;
  /** How long before its end a login says so (`state.endsAt`), in milliseconds. Default 120 000; 0 never. */
  warnBefore?: number;
  /**
   * Whether a `fetch` that met the end of the session waits for a login of the same person, here or in another tab, and
   * is then sent once more. Default `false`: the 401 is returned at once.
   */
  replay?: boolean;
  /**
   * Asks for the password where the page stands, proves it with the client's `reauthenticate`, and says whether that
   * was done; what the server had refused (`reauthentication_required`) is then sent once more. Asked once for all that
   * wait. Default: nobody is asked, the refusal is returned.
   */
  reauthenticate?: () => Promise<boolean>;
  /** What sends the requests. Default: the global `fetch` at the time of each. */
  fetch?: typeof fetch;
}
