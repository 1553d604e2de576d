import type { Page } from "@playwright/test";
import { leaveSeconds, lookUntil, useUntil } from "../support/life.ts";
import { logIn } from "../support/loginForm.ts";
import { expect, test } from "../support/test.ts";

const stay = (page: Page) => page.getByRole("button", { name: "Stay logged in" });
const warned = (page: Page) => () => stay(page).isVisible();
const dialog = (page: Page) => page.getByRole("dialog", { name: "Log in to go on" });

test("two minutes before the end the page says so, and staying puts it off", async ({
  app,
  page,
  server,
}) => {
  await app.logIn();
  await expect(stay(page)).toHaveCount(0);
  await leaveSeconds(page, server, 100);
  await lookUntil(page, warned(page));
  const notice = page.locator(".ending [aria-hidden=true]");
  await expect(notice).toContainText(/logged out in 1:\d\d, because nothing was done here for a while/);
  const first = await notice.textContent();
  await expect(notice).not.toHaveText(String(first));
  await stay(page).click();
  await expect(stay(page)).toHaveCount(0);
  const left = await page.evaluate(async () =>
    Number((await fetch("/api/getsession")).headers.get("Latchkey-Expires-In")),
  );
  expect(left).toBeGreaterThan(11 * 3600);
});

test("staying in one tab is staying in all", async ({ app, page, context, server }) => {
  await app.logIn();
  const other = await context.newPage();
  await other.goto("/user");
  await leaveSeconds(page, server, 100);
  await lookUntil(page, warned(page));
  await lookUntil(other, warned(other));
  await stay(page).click();
  await expect(stay(page)).toHaveCount(0);
  await expect(stay(other)).toHaveCount(0);
});

test("a page that asks by itself keeps nobody logged in", async ({ app, page, server }) => {
  await app.logIn();
  await leaveSeconds(page, server, 100);
  await lookUntil(page, warned(page));
  const left = (passive: boolean) =>
    page.evaluate(async (passive) => {
      const headers: HeadersInit = passive ? { "Latchkey-Passive": "1" } : {};
      return Number((await fetch("/api/data", { headers })).headers.get("Latchkey-Expires-In"));
    }, passive);
  expect(await left(true)).toBeLessThanOrEqual(100);
  expect(await left(true)).toBeLessThanOrEqual(100);
  expect(await left(false)).toBeGreaterThan(100);
});

test("when the end has come a login over the page goes on with what was typed", async ({
  app,
  page,
  server,
}) => {
  await app.logIn();
  await page.getByRole("link", { name: "Password" }).click();
  await page.getByLabel("New password", { exact: true }).fill("half a passphrase");
  await leaveSeconds(page, server, 4);
  await expect(dialog(page)).toBeHidden();
  await lookUntil(page, () => dialog(page).isVisible());
  await expect(dialog(page)).toContainText("expired after a long time without activity");
  await expect(dialog(page).getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type("not the password");
  await page.keyboard.press("Enter");
  await expect(dialog(page).getByText("Wrong username or password")).toBeVisible();
  await dialog(page).getByLabel("Password", { exact: true }).fill(server.password);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(page).toHaveURL(/\/password$/);
  await expect(page.getByLabel("New password", { exact: true })).toHaveValue("half a passphrase");
});

test("what met the end is done after the new login, in its place", async ({ app, page, server }) => {
  // Before anything else tells the page.
  await page.route("**/api/events", (route) => route.abort());
  await app.logIn();
  await page.goto("/sessions");
  await page.getByRole("button", { name: "End all others" }).or(page.getByText("nowhere else")).waitFor();
  await leaveSeconds(page, server, -60);
  expect(await page.evaluate(async () => (await (await fetch("/api/getsession")).json()).login)).toBe(false);
  const asked: string[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/api/data")) asked.push(String(response.status()));
  });
  await page.getByRole("link", { name: "Your login" }).click();
  await expect(dialog(page)).toBeVisible();
  await dialog(page).getByLabel("Password", { exact: true }).fill(server.password);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await app.expectLoggedIn();
  await expect.poll(() => asked).toEqual(["401", "200"]);
});

test("a login in another tab is one here as well", async ({ app, page, context, server }) => {
  await app.logIn();
  await leaveSeconds(page, server, -60);
  await lookUntil(page, () => dialog(page).isVisible());
  const other = await context.newPage();
  await logIn(other, server);
  await expect(dialog(page)).toBeHidden();
  await app.expectLoggedIn();
});

test("at the end of its lifetime only a new login helps, and the page offers one", async ({
  app,
  page,
  server,
}) => {
  await app.logIn();
  await useUntil(page, server, 100);
  const again = page.getByRole("button", { name: "Log in again" });
  await lookUntil(page, () => again.isVisible());
  await expect(stay(page)).toHaveCount(0);
  await again.click();
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toBeHidden();
  await expect(again).toBeFocused();
  await again.click();
  await dialog(page).getByLabel("Password", { exact: true }).fill(server.password);
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeHidden();
  await expect(again).toHaveCount(0);
});
