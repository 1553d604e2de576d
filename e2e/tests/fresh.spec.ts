import type { Page } from "@playwright/test";
import { cookieOf, HOUR } from "../support/life.ts";
import { confirm, logIn } from "../support/loginForm.ts";
import { expect, test } from "../support/test.ts";

const status = (page: Page, path: string, method = "GET") =>
  page.evaluate(
    async ([path, method]) => (await fetch(path ?? "", { method: method ?? "" })).status,
    [path, method],
  );

/** Somebody at the page of their sessions, with one more elsewhere and a password that was proven an hour ago. */
const sensitive = test.extend<{ elsewhere: Page }>({
  elsewhere: async ({ app, page, browser, server }, use) => {
    const context = await browser.newContext({ baseURL: server.origin });
    const elsewhere = await context.newPage();
    await logIn(elsewhere, server);
    await app.logIn();
    server.moveAhead(HOUR);
    await page.getByRole("link", { name: "Sessions" }).click();
    await use(elsewhere);
    await context.close();
  },
});
const prompt = (page: Page) => page.getByRole("dialog", { name: "Confirm it’s you" });

sensitive("an act asks for the password in place, and then goes on", async ({ page, elsewhere, server }) => {
  await page.getByRole("button", { name: "End all others" }).click();
  await confirm(page, "End all");
  await expect(prompt(page).getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type("not the password");
  await page.keyboard.press("Enter");
  await expect(prompt(page).getByText("Wrong password")).toBeVisible();
  await expect(prompt(page).getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type(server.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Other sessions that were ended: \d/)).toBeVisible();
  await expect(page.getByText("You are logged in nowhere else.")).toBeVisible();
  expect(await status(elsewhere, "/api/data")).toBe(401);
});

sensitive("Escape does nothing but close, and leads back to the button", async ({ page, elsewhere }) => {
  const button = page.getByRole("button", { name: "End all others" });
  await button.click();
  await confirm(page, "End all");
  await expect(prompt(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(prompt(page)).toBeHidden();
  await expect(page.getByText("Nothing was changed")).toBeVisible();
  await expect(button).toBeFocused();
  expect(await status(elsewhere, "/api/data")).toBe(200);
});

sensitive("the keyboard stays in the dialog", async ({ page, elsewhere: _ }) => {
  await page.getByRole("button", { name: "End all others" }).click();
  await confirm(page, "End all");
  await expect(prompt(page)).toBeVisible();
  for (let i = 0; i < 8; i++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => {
      const active = document.activeElement;
      return active !== document.body && !active?.closest("dialog");
    });
    expect(outside).toBe(false);
  }
});

sensitive(
  "the proof changes the cookie, and the one before it proves nothing",
  async ({ page, context, elsewhere: _, server }) => {
    const before = await cookieOf(context, "latchkey");
    await page.getByRole("button", { name: "End all others" }).click();
    await confirm(page, "End all");
    await prompt(page).getByLabel("Password", { exact: true }).fill(server.password);
    await page.keyboard.press("Enter");
    await expect(page.getByText("You are logged in nowhere else.")).toBeVisible();
    expect(await cookieOf(context, "latchkey")).not.toBe(before);
    const late = await fetch(`${server.origin}/api/sessions`, {
      method: "DELETE",
      headers: { cookie: `latchkey=${before}`, origin: server.origin },
    });
    expect([401, 403]).toContain(late.status);
  },
);

sensitive("a proof in another tab serves this one too", async ({ page, context, elsewhere: _, server }) => {
  await page.getByRole("button", { name: "End all others" }).click();
  await confirm(page, "End all");
  await expect(prompt(page)).toBeVisible();
  const tab = await context.newPage();
  await tab.goto("/sessions");
  await tab.getByRole("button", { name: "End all others" }).click();
  await confirm(tab, "End all");
  await prompt(tab).getByLabel("Password", { exact: true }).fill(server.password);
  await tab.keyboard.press("Enter");
  await expect(prompt(tab)).toBeHidden();
  await expect(prompt(page)).toBeHidden();
});
