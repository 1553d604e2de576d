const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** What this app does not know by itself. */
export interface Configuration {
  /** Where the API is; empty where it shares the origin. */
  readonly apiOrigin: string;
  /** What was said of the looks. */
  readonly theme?: unknown;
}

/** What may go wrong on the way, and how to wait. */
export interface Patience {
  /** The host of this page did not say: called once, before the first pause. */
  onOutage?: () => void;
  pause?: (ms: number) => Promise<unknown>;
}

/**
 * Where the API is, and how it looks here. A page with a bootstrap was rendered by the API's own server; any other was
 * served by a host of files, which learnt the address when it was built, or has it in `/config.json`, or shares the origin.
 * A host that cannot answer just now is asked again: to guess would be to ask the wrong server for logins.
 */
export async function configuration(
  page: { getElementById(id: string): { readonly textContent: string | null } | null },
  request: (path: string) => Promise<Response>,
  builtIn: string | undefined,
  { onOutage, pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms)) }: Patience = {},
): Promise<Configuration> {
  if (page.getElementById("latchkey-bootstrap")) {
    return { apiOrigin: "", theme: parse(page.getElementById("latchkey-theme")?.textContent) };
  }
  if (builtIn) return { apiOrigin: builtIn };
  for (let ms = FIRST_PAUSE; ; ms = Math.min(2 * ms, LONGEST_PAUSE)) {
    const text = await file(request);
    if (text !== undefined) return read(text);
    if (ms === FIRST_PAUSE) onOutage?.();
    await pause(ms);
  }
}

/** What `/config.json` says, nothing where there is none; undefined when that is not known. */
async function file(request: (path: string) => Promise<Response>): Promise<string | undefined> {
  try {
    const response = await request("/config.json");
    if (response.ok) return await response.text();
    // Object stores say 403 of a file that is not there.
    return response.status === 404 || response.status === 403 ? "" : undefined;
  } catch {
    return undefined;
  }
}

function read(text: string): Configuration {
  const { apiOrigin, theme } = parse(text) ?? {};
  return { apiOrigin: typeof apiOrigin === "string" ? apiOrigin : "", theme };
}

/** An object, or nothing: a host that answers every unknown path with the page has no configuration. */
function parse(text: string | null | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const told: unknown = JSON.parse(text ?? "");
    return typeof told === "object" && told !== null ? (told as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
