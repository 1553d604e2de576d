import type { RequestOptions } from "./api.js";
import type { Core } from "./core.js";
import { LatchkeyError } from "./error.js";
import type { Guard } from "./guarding.js";
import { accepted, readJson } from "./transport.js";

/** The app's own requests to its API. */
export function createFetch({ options, world, transport }: Core, guard: Guard) {
  async function fetch(address: RequestInfo | URL, init: RequestOptions = {}): Promise<Response> {
    const { passive, replay = options.replay && !passive, ...request } = init;
    const asked = typeof address === "object" && "url" in address ? address : undefined;
    const url = asked ? new URL(asked.url) : transport.resolve(address as string | URL);
    if (url.origin !== transport.base.origin) return world.fetch(asked ?? url, request);
    const prove = !(request.body instanceof ReadableStream);
    const attempt = async () => {
      const response = await transport.send(asked ?? url, request, passive);
      const refused = response.status === 401 || response.status === 403;
      return { response, body: refused ? await readJson(response.clone()) : undefined };
    };
    const signal = request.signal ?? asked?.signal;
    return (await guard(attempt, { replay: replay && prove, prove, signal })).response;
  }

  async function json<T>(address: RequestInfo | URL, init?: RequestOptions): Promise<T> {
    const response = await fetch(address, init).catch((error) => {
      throw error.name === "AbortError" ? error : new LatchkeyError("unreachable");
    });
    const { ok, status } = response;
    const body = await readJson(response);
    if (ok && body === undefined && status !== 204) throw new LatchkeyError("unexpected_answer", { status });
    return accepted({ response, body }) as T;
  }

  return { fetch, json };
}
