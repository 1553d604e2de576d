import type { Page } from "@playwright/test";
import { HOUR } from "../support/life.ts";
import { logIn, submit } from "../support/loginForm.ts";
import { Server } from "../support/server.ts";
import { test as base, expect } from "../support/test.ts";

// A server of its own: the demo user's password is another afterwards.
let server: Server;
base.beforeAll(async () => {
  server = await Server.start();
});
base.afterAll(() => server.remove());

const test = base.extend<{ me: Page }>({
  me: async ({ browser }, use) => {
    const context = await browser.newContext({ baseURL: server.origin });
    const page = await context.newPage();
    await logIn(page, server);
    await page.getByRole("link", { name: "Password" }).click();
    await use(page);
    await context.close();
  },
});

async function change(page: Page, current: string, chosen: string): Promise<void> {
  await page.getByLabel("Current password", { exact: true }).fill(current);
  await page.getByLabel("New password", { exact: true }).fill(chosen);
  await page.getByRole("button", { name: "Change password" }).click();
}

test("the rules are told beforehand", async ({ me }) => {
  await expect(me.getByText("At least 15 characters.")).toBeVisible();
  const rules = await me.getByLabel("New password", { exact: true }).getAttribute("aria-describedby");
  expect(rules?.split(" ")).toContain("new-rules");
});

test("a password that breaks one is refused at its field, and the field has the focus", async ({ me }) => {
  const field = me.getByLabel("New password", { exact: true });
  for (const [chosen, sentence] of [
    ["too short", "Use at least 15 characters."],
    ["aaaaaaaaaaaaaaaaaaaa", /simple pattern|Many people use/],
  ] as const) {
    await change(me, server.password, chosen);
    await expect(me.locator("#new-error")).toHaveText(sentence);
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute("aria-invalid", "true");
  }
});

test("a wrong current password is said at its own field", async ({ me }) => {
  await change(me, "not the password", "seven green elephants");
  await expect(me.locator("#current-error")).toHaveText("This is not your current password.");
  await expect(me.getByLabel("Current password", { exact: true })).toBeFocused();
});

test("a change ends every other session, needs no second prompt, and the old password is spent", async ({
  me,
  browser,
}) => {
  const elsewhere = await (await browser.newContext({ baseURL: server.origin })).newPage();
  await logIn(elsewhere, server);
  server.moveAhead(HOUR);
  expect(await me.evaluate(async () => (await (await fetch("/api/getsession")).json()).session.fresh)).toBe(
    false,
  );
  await change(me, server.password, "seven green elephants");
  await expect(me.getByText("Your password is changed.")).toBeVisible();
  await expect(me.getByLabel("New password", { exact: true })).toHaveValue("");
  await elsewhere.reload();
  await expect(elsewhere.getByText("or by a change of password")).toBeVisible();
  await submit(elsewhere, server);
  await expect(elsewhere.getByText("Wrong username or password")).toBeVisible();
  server.password = "seven green elephants";
  await logIn(elsewhere, server);
  await elsewhere.context().close();
});
