import { type CookieLossCause, cookieLossCauses } from "./codes.js";
import type { Core } from "./core.js";
import { explained } from "./machine.js";
import type { CookieLoss, LoggedOut } from "./state.js";
import { readJson } from "./transport.js";

/**
 * Explains a login that was just made and did not last: with what the page can tell at once, and with what the
 * server's diagnostics say where they are on and the page's own guess is no certainty.
 */
export function explain({ options, world, transport, knowledge }: Core, unexplained: LoggedOut): void {
  function guess(): CookieLossCause {
    const page = world.window;
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

  async function ask(own: CookieLossCause): Promise<CookieLoss | undefined> {
    if (own !== "cookie_stays_on_site" && own !== "cookie_removed") return undefined;
    const response = await transport.send(new URL(`${transport.base.href}/diagnostics`));
    const symptoms = response.ok && (await readJson(response))?.symptoms;
    const first = Array.isArray(symptoms) ? symptoms[0] : undefined;
    const cause = cookieLossCauses.find((each) => each === first?.cause);
    return cause && { code: "cookie_not_stored", cause, detail: `${first.detail}`, cure: `${first.cure}` };
  }

  if (knowledge.now().state !== unexplained) return; // somebody logged in meanwhile, or it is explained
  const cause = guess();
  knowledge.learn(explained, unexplained, { code: "cookie_not_stored", cause });
  const guessed = knowledge.now().state as LoggedOut;
  ask(cause).then(
    (loss) => loss && knowledge.learn(explained, guessed, loss),
    () => {}, // the guess will do
  );
}

function isLoopback({ hostname }: URL): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

function ending({ hostname }: URL): string {
  return hostname.split(".").slice(-2).join(".");
}
