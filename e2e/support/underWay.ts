import { type BrowserContext, expect, type Page, type Request } from "@playwright/test";

const underWay = new WeakMap<BrowserContext, Set<Request>>();

/** Keeps count of the calls that the pages of a browser wait for. Their stream, which never ends, is none. */
export function countCalls(context: BrowserContext): void {
  const calls = new Set<Request>();
  const over = (request: Request) => calls.delete(request);
  context.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/") && pathname !== "/api/events") calls.add(request);
  });
  context.on("response", (response) => over(response.request()));
  context.on("requestfailed", over);
  underWay.set(context, calls);
}

/**
 * Waits until everybody logged in has what their page asks for: it greets them before it asks for their data, and a call
 * still under way would use a session after whatever the test does next.
 */
export async function settled(page: Page): Promise<void> {
  const calls = underWay.get(page.context());
  if (!calls) throw new Error("nobody counted this browser's calls");
  for (const each of page.context().pages()) {
    await expect(each.getByRole("button", { name: "Log out", includeHidden: true })).toHaveCount(1);
  }
  await expect.poll(() => calls.size, { intervals: [20] }).toBe(0);
}
