import { LatchkeyError, problem } from "./error.js";
import type { LatchkeyOptions, PageDocument } from "./options.js";

type Json = Record<string, unknown>;

export interface Transport {
  /** Sends to a URL of the API's origin, with the credentials mode and, where one is known, the CSRF token. */
  send(url: URL, init?: RequestInit): Promise<Response>;
  /** Calls one of Latchkey's own routes and reads its body; throws {@link LatchkeyError} for anything but a 2xx. */
  call(route: string, init?: RequestInit): Promise<Json | undefined>;
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

  async function call(route: string, init?: RequestInit): Promise<Json | undefined> {
    const abort = new AbortController();
    const timer = startTimer(() => abort.abort(), timeout);
    let response: Response;
    let body: Json | undefined;
    try {
      response = await send(resolve(apiPath + route), { ...init, signal: abort.signal });
      body = await readJson(response);
    } catch {
      throw new LatchkeyError("unreachable");
    } finally {
      stopTimer(timer);
    }
    if (!response.ok) throw problem(response, body);
    return body;
  }

  return { send, call, resolve, base };
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
