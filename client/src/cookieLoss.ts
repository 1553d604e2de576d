import { type CookieLossCause, cookieLossCauses } from "./codes.js";
import type { LatchkeyOptions, PageWindow } from "./options.js";
import { readJson, type Transport } from "./transport.js";

/** Why a login that was just made did not last: the browser sent no cookie with what came after it. */
export interface CookieLoss {
  readonly code: "cookie_not_stored";
  /** The likeliest cause. */
  readonly cause: CookieLossCause;
  /** What the server saw, where its diagnostics are on. For whoever runs the app, not for the person at the page. */
  readonly detail?: string;
  /** What the server says to do about it. */
  readonly cure?: string;
}

export interface CookieLosses {
  /** What the page itself can tell. */
  guess(): CookieLoss;
  /** What the server's diagnostics say, where the page's own guess is no certainty; `undefined` when nothing more. */
  ask(): Promise<CookieLoss | undefined>;
}

const loss = (cause: CookieLossCause): CookieLoss => ({ code: "cookie_not_stored", cause });

export function createCookieLosses(
  options: LatchkeyOptions,
  page: PageWindow | null | undefined,
  transport: Transport,
): CookieLosses {
  function cause(): CookieLossCause {
    if (page?.navigator?.cookieEnabled === false) return "cookies_disabled";
    const here = page && new URL(page.location.href);
    const api = transport.base;
    const { credentials } = options;
    if (credentials === "omit" || (credentials === "same-origin" && here?.origin !== api.origin)) {
      return "credentials_omitted";
    }
    if (here && isLoopback(here) && isLoopback(api) && here.hostname !== api.hostname) {
      return "loopback_names_differ";
    }
    if (here?.protocol === "http:" && page?.isSecureContext === false) return "insecure_page";
    // Without the Public Suffix List this is a guess, right for all but hosters' and two-part suffixes.
    if (here && (here.protocol !== api.protocol || ending(here) !== ending(api)))
      return "cookie_stays_on_site";
    return "cookie_removed";
  }

  async function ask(): Promise<CookieLoss | undefined> {
    const own = cause();
    if (own !== "cookie_stays_on_site" && own !== "cookie_removed") return undefined;
    try {
      const response = await transport.send(new URL(`${transport.base.href}/diagnostics`));
      const symptoms = response.ok && (await readJson(response))?.symptoms;
      const first = Array.isArray(symptoms)
        ? (symptoms[0] as Record<string, unknown> | undefined)
        : undefined;
      const known = cookieLossCauses.find((each) => each === first?.cause);
      return known && { ...loss(known), detail: `${first?.detail}`, cure: `${first?.cure}` };
    } catch {
      return undefined;
    }
  }

  return { guess: () => loss(cause()), ask };
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

function ending({ hostname }: URL): string {
  return hostname.split(".").slice(-2).join(".");
}
