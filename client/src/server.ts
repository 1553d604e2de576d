import type { ClientCode, ErrorCode } from "./codes.js";
import { problem } from "./error.js";
import {
  type LoggedIn,
  type LoggedOut,
  readView,
  type Unavailable,
  type Unknown,
  type User,
} from "./state.js";
import { type Json, readJson } from "./transport.js";

/**
 * What a server can tell of a visitor. Can be written as JSON into the page, and handed to `hydrate`, to the option
 * `bootstrap` or to a framework's provider there. `unknown`: no session, but the browser may be remembered, which only
 * it can make use of; its page asks by itself.
 */
export type ServerState<U extends User = User> =
  | (LoggedIn<U> & { readonly login: true })
  | (LoggedOut & { readonly login: false })
  | (Unavailable<U> & { readonly unavailable: true })
  | Unknown;

export interface Visitor {
  /** The API's address, as this server reaches it: `"https://app.example.com/api"`. */
  readonly api: string | URL;
  /** The visitor's `Cookie` header. Default: that of `headers`. */
  readonly cookie?: string | null | undefined;
  /**
   * The visitor's `User-Agent`. Default: that of `headers`. Do hand it on: session protection ends a session that is used
   * from what looks like another kind of browser.
   */
  readonly userAgent?: string | null | undefined;
  /** The visitor's address, where the API trusts this server as a proxy (`trusted-proxies`). Default: not told. */
  readonly address?: string | undefined;
  /** The visitor's request headers: of a `Request`, of Node, of Next's `headers()`. */
  readonly headers?:
    | { get(name: string): string | null }
    | { readonly [name: string]: string | readonly string[] | undefined }
    | undefined;
  /** How long the API may take, in milliseconds. Default 5 000. */
  readonly timeout?: number;
  readonly fetch?: typeof fetch;
}

/**
 * Who makes this request, for a page rendered on a server. It is no activity, and never brings a remembered browser
 * back: that takes a new cookie, which would be lost here, and the old one used again would look stolen. So the
 * remember cookie is not even sent on. Never throws: an outage is `unavailable`.
 */
export async function readSession<U extends User = User>(visitor: Visitor): Promise<ServerState<U>> {
  const cookies = (visitor.cookie ?? header(visitor, "cookie") ?? "").split(/; */);
  const session = cookies.filter(mayBeSession).join("; ");
  const none = () =>
    cookies.some(mayBeRemembered)
      ? unknown
      : ({ status: "loggedOut", login: false, reason: "none", by: "start" } as const);
  if (!session) return none();

  const userAgent = visitor.userAgent ?? header(visitor, "user-agent");
  if (!userAgent) warnOfUserAgent();
  const headers = new Headers({ Cookie: session, "Latchkey-Passive": "1" });
  if (userAgent) headers.set("User-Agent", userAgent);
  if (visitor.address) headers.set("X-Forwarded-For", visitor.address);

  const ask = (route: string) =>
    (visitor.fetch ?? fetch)(`${visitor.api}`.replace(/\/$/, "") + route, {
      headers,
      // Frameworks keep answers, and this one is of one visitor and one moment.
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(visitor.timeout ?? 5_000),
    });
  try {
    const verified = await ask("/verify");
    if (verified.status === 401) {
      const { reason } = problem(verified, await readJson(verified));
      if (!reason) return unavailable("unexpected_answer");
      const over = { status: "loggedOut", login: false, reason, by: "start" } as const;
      return reason !== "stolen" && cookies.some(mayBeRemembered) ? unknown : over;
    }
    if (!verified.ok) return unavailable(problem(verified, await readJson(verified)).code);
    const answer = await ask("/getsession");
    const body = await readJson(answer);
    if (!answer.ok) return unavailable(problem(answer, body).code);
    const view = readView(body);
    if (!view) return unavailable("unexpected_answer");
    if (view.status === "loggedOut") return { ...view, login: false };
    return { ...(view as LoggedIn<U>), login: true };
  } catch {
    return unavailable("unreachable");
  }
}

const unknown: Unknown = { status: "unknown" };

function unavailable(code: ErrorCode | ClientCode) {
  return { status: "unavailable", unavailable: true, code, last: undefined } as const;
}

/** Cookies have names that can be changed; the values have a form of their own. Nothing else is any business of the API. */
function mayBeSession(cookie: string): boolean {
  return /^[^=]+=[\w-]{40,128}$/.test(cookie);
}

/** A remember token has two parts, joined by a dot. */
function mayBeRemembered(cookie: string): boolean {
  return /^[^=]+=[\w-]+\.[\w-]+$/.test(cookie);
}

function header({ headers }: Visitor, name: string): string | undefined {
  if (typeof headers?.get === "function") return headers.get(name) ?? undefined;
  const value = (headers as Json | undefined)?.[name];
  return Array.isArray(value) ? value.join("; ") : (value as string | undefined);
}

let isWarned = false;

function warnOfUserAgent(): void {
  if (isWarned) return;
  isWarned = true;
  console.warn(
    "Latchkey: readSession was not told the visitor's User-Agent, so session protection may take this server for a thief and end the session: pass headers, or userAgent",
  );
}
