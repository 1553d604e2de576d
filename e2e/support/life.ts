import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BrowserContext, Page } from "@playwright/test";
import type { Server } from "./server.ts";

const run = promisify(execFile);
const IDLE_TIMEOUT_SECONDS = 12 * 3600;

/** Changes the database as another process would: the server notices within a second. */
export async function sql(server: Server, statement: string): Promise<void> {
  await run("sqlite3", ["-cmd", ".timeout 5000", join(server.data, "latchkey.db"), statement]);
}

const microseconds = (milliseconds: number) => Math.round(milliseconds * 1000);

/** Makes every session one that nobody has used for a long time: so many seconds are left of it. */
export async function leaveSeconds(server: Server, seconds: number): Promise<void> {
  const lastSeen = Date.now() - (IDLE_TIMEOUT_SECONDS - seconds) * 1000;
  await sql(server, `update latchkey_session set last_seen_at = ${microseconds(lastSeen)}`);
}

/** Makes every session one that reaches the end of its lifetime in so many seconds. */
export async function endOfLifetimeIn(server: Server, seconds: number): Promise<void> {
  await sql(server, `update latchkey_session set expires_at = ${microseconds(Date.now() + seconds * 1000)}`);
}

/** Makes every password one that was proven an hour ago. */
export async function letProofsAge(server: Server): Promise<void> {
  const before = `authenticated_at - ${microseconds(3_600_000)}`;
  await sql(
    server,
    `update latchkey_session set authenticated_at = ${before}, proofs = 'pwd:' || (${before})`,
  );
}

/** What a tab does when somebody comes back to it: it asks who is there. */
export async function lookAt(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
}

/**
 * Looks at the page until it has noticed what was changed behind its back. Right after somebody used the login it
 * believes in no earlier end for some seconds.
 */
export async function lookUntil(page: Page, noticed: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    await lookAt(page);
    await page.evaluate(() => fetch("/api/getsession"));
    if (await noticed()) return;
  }
  throw new Error("the page did not notice within 30 s");
}

/** What is left in a browser that was closed: the cookies with an end of their own. */
export async function closeBrowser(context: BrowserContext): Promise<void> {
  const kept = (await context.cookies()).filter(({ expires }) => expires > 0);
  await context.clearCookies();
  await context.addCookies(kept);
}

/** One cookie's value, by the end of its name: deployments prefix them. */
export async function cookieOf(context: BrowserContext, name: string): Promise<string | undefined> {
  return (await context.cookies()).find((cookie) => cookie.name.endsWith(name))?.value;
}
