const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** What may go wrong on the way, and how to wait. */
export interface Patience {
  /** The host of this page did not say: called once, before the first pause. */
  onOutage?: () => void;
  pause?: (ms: number) => Promise<unknown>;
}

/**
 * Where the API is. A page with a bootstrap was rendered by the API's own server; any other was served by a
 * host of files, which learnt the address when it was built, or has it in `/config.json`, or shares the origin.
 * A host that cannot answer just now is asked again: to guess would be to ask the wrong server for logins.
 */
export async function apiOrigin(
  page: { getElementById(id: string): unknown },
  request: (path: string) => Promise<Response>,
  builtIn: string | undefined,
  { onOutage, pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }: Patience = {},
): Promise<string> {
  if (page.getElementById("latchkey-bootstrap")) return "";
  if (builtIn) return builtIn;
  for (let ms = FIRST_PAUSE; ; ms = Math.min(2 * ms, LONGEST_PAUSE)) {
    const text = await configuration(request);
    if (text !== undefined) return originIn(text);
    if (ms === FIRST_PAUSE) onOutage?.();
    await pause(ms);
  }
}

/** What `/config.json` says, nothing where there is none; undefined when that is not known. */
async function configuration(request: (path: string) => Promise<Response>): Promise<string | undefined> {
  try {
    const response = await request("/config.json");
    if (response.ok) return await response.text();
    // Object stores say 403 of a file that is not there.
    return response.status === 404 || response.status === 403 ? "" : undefined;
  } catch {
    return undefined;
  }
}

function originIn(text: string): string {
  try {
    const origin = (JSON.parse(text) as { apiOrigin?: unknown } | null)?.apiOrigin;
    return typeof origin === "string" ? origin : "";
  } catch {
    return ""; // a host that answers every unknown path with the page has no configuration
  }
}
