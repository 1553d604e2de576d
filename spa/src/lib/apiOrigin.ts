/**
 * Where the API is. A page with a bootstrap was rendered by the API's own server; any other was served by a
 * host of files, which learnt the address when it was built, or has it in `/config.json`, or shares the origin.
 */
export async function apiOrigin(
  page: { getElementById(id: string): unknown },
  request: (path: string) => Promise<Response>,
  builtIn: string | undefined,
): Promise<string> {
  if (page.getElementById("latchkey-bootstrap")) return "";
  if (builtIn) return builtIn;
  try {
    const response = await request("/config.json");
    const config: unknown = response.ok ? await response.json() : undefined;
    const origin = (config as { apiOrigin?: unknown } | undefined)?.apiOrigin;
    return typeof origin === "string" ? origin : "";
  } catch {
    return ""; // a host that answers every unknown path with the page has no configuration
  }
}
