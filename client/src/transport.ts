import { LatchkeyError, problem } from "./error.js";
import type { LatchkeyOptions } from "./options.js";
import type { World } from "./world.js";

export type Json = Record<string, unknown>;

/** An answer, and its body where somebody has read it already. */
export interface Answer {
  readonly response: Response;
  readonly body?: Json | undefined;
}

export interface Transport {
  /**
   * Sends to the API's origin, with the credentials mode and, where one is known, the CSRF token. A `Request` is sent
   * as a copy, so that it can be sent again. What is `passive` the page asks by itself: it extends nothing.
   */
  send(address: URL | Request, init?: RequestInit, passive?: boolean): Promise<Response>;
  /** Calls one of Latchkey's own routes and reads its body; throws {@link LatchkeyError} when nobody answered in time. */
  call(route: string, method?: string, content?: unknown, passive?: boolean): Promise<Answer>;
  /** The absolute URL an address of this app means. */
  resolve(address: string | URL): URL;
  /** The API's own base, absolute. */
  readonly base: URL;
  readonly isSameOrigin: boolean;
}

export function createTransport(options: LatchkeyOptions, world: World): Transport {
  const { baseUrl = "", apiPath = "/api", timeout = 15_000 } = options;
  const { fetch, document } = world;
  // Without a page there is nothing to be relative to; whoever asks all the same is told which name was not found.
  const here = world.window?.location.href ?? (baseUrl || "http://no-page-and-no-base-url.invalid");

  const resolve = (address: string | URL) =>
    new URL(/^\/(?!\/)/.test(`${address}`) ? baseUrl + address : address, here);
  const base = resolve(apiPath);
  const isSameOrigin = new URL(here).origin === base.origin;
  const mode = options.credentials ?? (isSameOrigin ? "same-origin" : "include");

  let isWarned = !!world.window;
  let csrfToken = document?.querySelector('meta[name="csrf-token"]')?.getAttribute("content");

  async function send(address: URL | Request, init: RequestInit = {}, passive?: boolean): Promise<Response> {
    const asked = "url" in address ? address : undefined;
    const unsafe = !/^(GET|HEAD|OPTIONS)$/i.test(init.method ?? asked?.method ?? "GET");
    const attempt = () => {
      const headers = new Headers(init.headers ?? asked?.headers);
      if (passive) headers.set("Latchkey-Passive", "1");
      if (csrfToken && unsafe) headers.set("X-CSRFToken", csrfToken);
      // A Request always has a mode; only one that is not the default was somebody's wish.
      const credentials = asked && asked.credentials !== "same-origin" ? asked.credentials : mode;
      return fetch(asked?.clone() ?? address, { credentials, ...init, headers });
    };
    const response = await attempt();
    if (!isWarned && response.headers.has("Set-Cookie")) {
      isWarned = true;
      // A remembered browser whose new cookie got lost comes back with the old one, and looks stolen.
      world.warn(`a cookie of ${base.origin} is lost where there is no page: use readSession`);
    }
    // A page may be older than its token, or never had one: fetch it once and repeat what was refused.
    if (
      unsafe &&
      response.status === 403 &&
      (await readJson(response.clone()))?.code === "csrf_token_invalid"
    ) {
      const answer = await fetch(resolve(`${apiPath}/getcsrf`), { credentials: mode }).then(
        readJson,
        () => {},
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
    const timer = world.setTimeout(() => abort.abort(), timeout);
    const { signal } = abort;
    const init: RequestInit = { method, signal };
    if (content) {
      init.headers = { "Content-Type": "application/json" };
      init.body = JSON.stringify(content);
    }
    try {
      const response = await send(resolve(apiPath + route), init, passive);
      return { response, body: await readJson(response) };
    } catch {
      throw new LatchkeyError("unreachable");
    } finally {
      world.clearTimeout(timer);
    }
  }

  return { send, call, resolve, base, isSameOrigin };
}

/** The body of a 2xx; throws the refusal that anything else is. */
export function accepted({ response, body }: Answer): Json | undefined {
  if (!response.ok) throw problem(response, body);
  return body;
}

/** The body, where it is JSON and not `null`. Whoever looks for a field in one that is no object finds none. */
export async function readJson(response: Response): Promise<Json | undefined> {
  try {
    return (await response.json()) ?? undefined;
  } catch {
    return undefined;
  }
}
