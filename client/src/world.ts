/** What the client finds around it: time, chance, other tabs and the page. A test hands in its own. */
export interface World {
  readonly fetch: typeof fetch;
  readonly setTimeout: (run: () => void, milliseconds: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  /** `null` keeps tabs apart. */
  readonly BroadcastChannel: (new (name: string) => Channel) | null;
  /** `null` where there is no page: on a server, where one module serves every visitor. */
  readonly window: PageWindow | null;
  readonly document: PageDocument | null;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** At least 0, less than 1; spreads the retries of many tabs. */
  readonly random: () => number;
  /** Tells whoever builds the app. */
  readonly warn: (sentence: string) => void;
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

export function thisWorld(): World {
  const { document = null, window = null, BroadcastChannel = null } = globalThis;
  return {
    fetch: (input, init) => fetch(input, init), // looked up late: a test or a monitor may replace it
    setTimeout: (run, ms) => setTimeout(run, ms),
    clearTimeout: (timer) => clearTimeout(timer as number),
    BroadcastChannel,
    window,
    document,
    now: Date.now,
    random: Math.random,
    warn: (sentence) => console.warn(`Latchkey: ${sentence}`),
  };
}

/** What the server wrote into the page: parsed JSON, or nothing. */
export function writtenInto(page: PageDocument | null): unknown {
  try {
    return JSON.parse(page?.getElementById("latchkey-bootstrap")?.textContent ?? "");
  } catch {
    return undefined;
  }
}
