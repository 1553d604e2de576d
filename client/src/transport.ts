import { LatchkeyError } from "./error.js";
import type { LatchkeyOptions, PageDocument } from "./options.js";

export type Json = Record<string, unknown>;

/** An answer, and its body where somebody has read it already. */
export interface Answer {
  readonly response: Response;
  readonly body?: Json | undefined;
}

export interface Transport {
  /** Sends to a URL of the API's origin, with the credentials mode and, where one is known, the CSRF token. */
  send(url: URL, init?: RequestInit): Promise<Response>;
  /** Calls one of Latchkey's own routes and reads its body; throws {@link LatchkeyError} when nobody answered in time. */
  call(route: string, method?: string, content?: unknown, passive?: boolean): Promise<Answer>;
  /** The absolute URL an address of this app means. */
  resolve(address: string | URL): URL;
  /** The API's own base, absolute. */
  readonly base: URL;
}

export function createTransport(
  options: LatchkeyOptions,
  page: { href: string | undefined; document: PageDocument | null | undefined },
): Transport {
  const { baseUrl = "", apiPath = "/api", timeout = 15_000 } = options;
  const request: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const startTimer = options.setTimeout ?? ((run, ms) => setTimeout(run, ms));
  const stopTimer = options.clearTimeout ?? ((timer) => clearTimeout(timer as number));

  const resolve = (address: string | URL) =>
    new URL(/^\/(?!\/)/.test(`${address}`) ? baseUrl + address : address, page.href);
  const base = resolve(apiPath);
  const sameOrigin = !page.href || new URL(page.href).origin === base.origin;
  const credentials = options.credentials ?? (sameOrigin ? "same-origin" : "include");

  let csrfToken = page.document?.querySelector('meta[name="csrf-token"]')?.getAttribute("content");

  async function send(url: URL, init: RequestInit = {}): Promise<Response> {
    const attempt = () => {
      const headers = new Headers(init.headers);
      if (csrfToken && unsafe) headers.set("X-CSRFToken", csrfToken);
      return request(url, { credentials, ...init, headers });
    };
    const unsafe = !/^(GET|HEAD|OPTIONS)$/i.test(init.method ?? "GET");
    const response = await attempt();
    // A page may be older than its token, or never had one: fetch it once and repeat what was refused.
    if (
      unsafe &&
      response.status === 403 &&
      (await readJson(response.clone()))?.code === "csrf_token_invalid"
    ) {
      const answer = await request(resolve(`${apiPath}/getcsrf`), { credentials }).then(
        readJson,
        () => undefined,
      );
      const token = answer?.csrfToken;
      if (typeof token === "string" && token !== csrfToken) {
        csrfToken = token;
        return attempt();
      }
    }
    return response;
  }

  async function call(route: string, method = "GET", content?: unknown, passive?: boolean): Promise<Answer> {
    const abort = new AbortController();
    const timer = startTimer(() => abort.abort(), timeout);
    const headers = passiveHeaders(passive);
    if (content) headers.set("Content-Type", "application/json");
    const body = content ? JSON.stringify(content) : null;
    try {
      const response = await send(resolve(apiPath + route), { method, headers, body, signal: abort.signal });
      return { response, body: await readJson(response) };
    } catch {
      throw new LatchkeyError("unreachable");
    } finally {
      stopTimer(timer);
    }
  }

  return { send, call, resolve, base };
}

/** The caller's headers, with the mark of what the page does by itself: it is no activity and extends nothing. */
export function passiveHeaders(passive: boolean | undefined, own?: HeadersInit): Headers {
  const headers = new Headers(own);
  if (passive) headers.set("Latchkey-Passive", "1");
  return headers;
}

/** The body as an object, or `undefined` for anything that is not one. */
export async function readJson(response: Response): Promise<Json | undefined> {
  try {
    const body: unknown = await response.json();
    return body && typeof body === "object" ? (body as Json) : undefined;
  } catch {
    return undefined;
  }
}
