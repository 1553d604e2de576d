import type { BrowserContext, Page } from "@playwright/test";
import type { Server } from "./server.ts";
import { settled } from "./underWay.ts";

export const HOUR = 3600;
export const IDLE_TIMEOUT = 12 * HOUR;
const LIFETIME = 7 * 24 * HOUR;

/** Nobody does anything for so long that so many seconds are left of every session that was just used. */
export async function leaveSeconds(page: Page, server: Server, seconds: number): Promise<void> {
  await settled(page);
  server.moveAhead(IDLE_TIMEOUT - seconds);
}

/** The page's session, which is a new one, is used until it is so many seconds from the end of its lifetime. */
export async function useUntil(page: Page, server: Server, seconds: number): Promise<void> {
  await settled(page);
  const step = IDLE_TIMEOUT / 2;
  for (let left = LIFETIME - seconds; left > 0; left -= step) {
    server.moveAhead(Math.min(left, step));
    await page.evaluate(() => fetch("/api/data"));
  }
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

/**
 * What is left in a browser that was closed: the cookies with an end of their own, and no page, which could ask meanwhile
 * and come back by one.
 */
export async function closeBrowser(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.goto("about:blank")));
  const kept = (await context.cookies()).filter(({ expires }) => expires > 0);
  await context.clearCookies();
  await context.addCookies(kept);
}

/** One cookie's value, by the end of its name: deployments prefix them. */
export async function cookieOf(context: BrowserContext, name: string): Promise<string | undefined> {
  return (await context.cookies()).find((cookie) => cookie.name.endsWith(name))?.value;
}
