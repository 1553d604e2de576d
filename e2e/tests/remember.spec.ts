import type { Page } from "@playwright/test";
import { closeBrowser, cookieOf } from "../support/life.ts";
import { fillIn } from "../support/loginForm.ts";
import { expect, test } from "../support/test.ts";

async function stayLoggedIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto("/");
  await fillIn(page, { username, password });
  await page.getByLabel("Keep me logged in on this device").check();
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Demo User");
}
const remembered = (page: Page) => page.getByText("This browser is remembered.");

test("a browser that was closed comes back logged in, and says so", async ({
  app,
  page,
  context,
  server,
}) => {
  await stayLoggedIn(page, server.username, server.password);
  await expect(remembered(page)).toBeHidden();
  await closeBrowser(context);
  await page.goto("/user");
  await app.expectLoggedIn();
  await expect(remembered(page)).toBeVisible();
  await expect(page.getByText("Ask for your password first")).toBeVisible();
});

test("without the box nothing outlives the browser", async ({ app, context }) => {
  await app.logIn();
  expect(await cookieOf(context, "latchkey-remember")).toBeUndefined();
  await closeBrowser(context);
  await app.open("/user");
  await app.expectLoginPage();
});

test("each return spends the cookie, and scripts cannot read it", async ({ page, context, server }) => {
  await stayLoggedIn(page, server.username, server.password);
  const first = await cookieOf(context, "latchkey-remember");
  await closeBrowser(context);
  await page.goto("/user");
  await expect(remembered(page)).toBeVisible();
  expect(await cookieOf(context, "latchkey-remember")).not.toBe(first);
  expect(await page.evaluate(() => document.cookie)).not.toContain("remember");
});

test("tabs that open together all come back", async ({ page, context, server }) => {
  await stayLoggedIn(page, server.username, server.password);
  await closeBrowser(context);
  const tabs = await Promise.all(Array.from({ length: 4 }, () => context.newPage()));
  await Promise.all(tabs.map((tab) => tab.goto("/user")));
  for (const tab of tabs) await expect(remembered(tab)).toBeVisible();
});

test("what is sensitive asks a remembered browser for the password, and then goes on", async ({
  page,
  context,
  server,
}) => {
  await stayLoggedIn(page, server.username, server.password);
  await closeBrowser(context);
  await page.goto("/user");
  await page.getByRole("button", { name: "Enter it now" }).click();
  const dialog = page.getByRole("dialog", { name: "Confirm it’s you" });
  await expect(dialog).toContainText("This browser is remembered");
  await dialog.getByLabel("Password", { exact: true }).fill(server.password);
  await page.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
  await expect(remembered(page)).toBeHidden();
  await expect(page.getByText("Allowed now")).toBeVisible();
});

test("a logout forgets the browser", async ({ app, page, context, server }) => {
  await stayLoggedIn(page, server.username, server.password);
  await app.logOut();
  expect(await cookieOf(context, "latchkey-remember")).toBeUndefined();
  await app.open("/user");
  await app.expectLoginPage();
});

test("a copied cookie that was used ends the login everywhere, and the owner is told", async ({
  app,
  page,
  browser,
  context,
  server,
}) => {
  await stayLoggedIn(page, server.username, server.password);
  await closeBrowser(context);
  const copied = await context.cookies();
  const thief = await browser.newContext({ baseURL: server.origin });
  await thief.addCookies(copied);
  const theirs = await thief.newPage();
  await theirs.goto("/user");
  await expect(remembered(theirs)).toBeVisible();
  // Two tabs of one browser may come with one cookie at the same time; later than that it is a theft.
  server.moveAhead(120);
  await app.open("/user");
  await app.expectLoginPage();
  await expect(page.getByText("Your remembered login was used from elsewhere")).toBeVisible();
  expect(await theirs.evaluate(async () => (await fetch("/api/data")).status)).toBe(401);
  await thief.close();
});
