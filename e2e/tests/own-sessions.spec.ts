import type { Page } from "@playwright/test";
import { confirm, logIn } from "../support/loginForm.ts";
import { expect, test } from "../support/test.ts";

const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** The same person in another browser. */
const two = test.extend<{ other: Page }>({
  other: async ({ app, browser, server }, use) => {
    const context = await browser.newContext({ baseURL: server.origin, userAgent: FIREFOX });
    const other = await context.newPage();
    await logIn(other, server);
    await app.logIn();
    await use(other);
    await context.close();
  },
});
const item = (page: Page, device: string) => page.getByRole("listitem").filter({ hasText: device }).first();

two("are listed with device, network and times, and this one is marked", async ({ page, other: _ }) => {
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Your sessions" })).toBeFocused();
  const here = page.getByRole("listitem").filter({ hasText: "This browser" });
  await expect(here).toHaveCount(1);
  await expect(here).toContainText(/on Linux/);
  await expect(here).toContainText(/Last seen .+Logged in /);
  await expect(here.getByRole("button")).toHaveCount(0);
  await expect(item(page, "Firefox on Windows")).toContainText("This computer");
});

two("end one by one, and the browser it was says why", async ({ page, other }) => {
  await page.getByRole("link", { name: "Sessions" }).click();
  await item(page, "Firefox on Windows").getByRole("button", { name: "End" }).click();
  await confirm(page, "End session");
  await expect(page.getByText(/^Ended: Firefox on Windows/)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await other.reload();
  await expect(other.getByRole("heading", { name: "Log in" })).toBeVisible();
  await expect(other.getByText("Your login was ended from another device")).toBeVisible();
});

two("all others end at once", async ({ page, other }) => {
  await page.goto("/sessions");
  await page.getByRole("button", { name: "End all others" }).click();
  await confirm(page, "End all");
  await expect(page.getByText(/Other sessions that were ended: \d/)).toBeVisible();
  await expect(page.getByText("You are logged in nowhere else.")).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "This browser" })).toBeVisible();
  expect(await other.evaluate(async () => (await fetch("/api/data")).status)).toBe(401);
  expect(await page.evaluate(async () => (await fetch("/api/data")).status)).toBe(200);
});

two("a page that nobody touches shows the login at once, in every tab", async ({ page, other }) => {
  const tab = await other.context().newPage();
  await tab.goto("/user");
  await expect(tab.getByRole("heading", { level: 1 })).toBeVisible();
  await page.goto("/sessions");
  await page.getByRole("button", { name: "End all others" }).click();
  await confirm(page, "End all");
  for (const each of [other, tab]) {
    const dialog = each.getByRole("dialog", { name: "Log in to go on" });
    await expect(dialog).toContainText("ended from another device");
    // Nothing can be typed into these pages.
    await expect(dialog).toContainText("The page is kept as you left it");
  }
  await expect(page.getByText("You are logged in nowhere else.")).toBeVisible();
});

two(
  "a page that is open keeps what was typed, and goes on after a new login",
  async ({ page, other, server }) => {
    await other.getByRole("link", { name: "Password" }).click();
    await other.getByLabel("New password", { exact: true }).fill("half a passphrase");
    await page.goto("/sessions");
    await item(page, "Firefox on Windows").getByRole("button", { name: "End" }).click();
    await confirm(page, "End session");
    await expect(page.getByText(/^Ended: Firefox on Windows/)).toBeVisible();
    await other.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    const dialog = other.getByRole("dialog", { name: "Log in to go on" });
    await expect(dialog).toContainText("ended from another device");
    await expect(dialog.getByLabel("Username")).toHaveValue(server.username);
    await expect(other.getByText("Change your password")).toBeHidden();
    await other.keyboard.press("Escape");
    await other.keyboard.press("Escape");
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Password", { exact: true }).fill(server.password);
    await other.keyboard.press("Enter");
    await expect(dialog).toBeHidden();
    await expect(other.getByLabel("New password", { exact: true })).toHaveValue("half a passphrase");
  },
);
