/** Everything has a default; an embedded or same-domain page needs none of these. */
export interface LatchkeyOptions {
  /** Origin of the API when it is not the page's own: `"https://api.example.com"`. Default `""`. */
  baseUrl?: string;
  /** Where the API lives below `baseUrl`. Default `"/api"`. */
  apiPath?: string;
  /** Default: `"same-origin"`, or `"include"` when `baseUrl` is another origin. */
  credentials?: RequestCredentials;
  /**
   * What the server wrote into the page: a body of `getsession`, or `{"unavailable":true}`. Default: the text
   * of the element `#latchkey-bootstrap`. Without it the client asks the server once, at once.
   */
  bootstrap?: unknown;
  /** How long a login, a logout or a session check may take, in milliseconds. Default 15 000. */
  timeout?: number;

  fetch?: typeof fetch;
  setTimeout?: (run: () => void, milliseconds: number) => unknown;
  clearTimeout?: (timer: unknown) => void;
  /** `null` keeps tabs apart. */
  BroadcastChannel?: (new (name: string) => Channel) | null;
  /** The page's window; `null` where there is none. */
  window?: PageWindow | null;
  document?: PageDocument | null;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** At least 0, less than 1; spreads the retries of many tabs. */
  random?: () => number;
}

/** The part of `BroadcastChannel` in use. */
export interface Channel {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** The part of `window` in use. */
export interface PageWindow extends EventTarget {
  readonly location: { readonly href: string };
  readonly isSecureContext?: boolean;
  readonly navigator?: { readonly cookieEnabled: boolean };
}

/** The part of `document` in use. */
export interface PageDocument extends EventTarget {
  readonly visibilityState: DocumentVisibilityState;
  getElementById(id: string): { readonly textContent: string | null } | null;
  querySelector(selector: string): { getAttribute(name: string): string | null } | null;
}
