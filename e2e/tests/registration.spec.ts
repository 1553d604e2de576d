import type { Page } from "@playwright/test";
import { Server } from "../support/server.ts";
import { test as base, expect } from "../support/test.ts";

base.describe("while it is closed", () => {
  base("nobody is invited, and the page says who adds users", async ({ app, page }) => {
    await app.open("/");
    await app.expectLoginPage();
    await app.open("/register");
    await expect(page.getByRole("heading", { name: "Registration is closed" })).toBeVisible();
    await expect(page.getByLabel("Username")).toHaveCount(0);
    await page.getByRole("link", { name: "Log in" }).click();
    await app.expectLoginPage();
    await expect(page.getByRole("link", { name: "Register" })).toHaveCount(0);
  });
});

base.describe("while it is open", () => {
  let server: Server;
  base.beforeAll(async () => {
    server = await Server.start({ flags: ["--registration=open"] });
  });
  base.afterAll(() => server.remove());

  const test = base.extend<{ form: Page }>({
    form: async ({ browser }, use) => {
      const context = await browser.newContext({ baseURL: server.origin });
      const page = await context.newPage();
      await page.goto("/");
      await page.getByRole("link", { name: "Register" }).click();
      await expect(page.getByRole("heading", { name: "Register" })).toBeVisible();
      await use(page);
      await context.close();
    },
  });
  async function register(page: Page, username: string, password: string, name = ""): Promise<void> {
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Your name").fill(name);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Register" }).click();
  }

  test("a newcomer is logged in at once", async ({ form }) => {
    await register(form, "jane", "seven green elephants", "Jane Doe");
    await expect(form.getByRole("heading", { level: 1 })).toContainText("Jane Doe");
    await expect(form).toHaveURL(/\/user$/);
  });

  test("a short password is refused at its field, by a rule told beforehand", async ({ form }) => {
    await expect(form.getByText("At least 15 characters.")).toBeVisible();
    await register(form, "jack", "too short");
    await expect(form.locator("#register-error")).toHaveText("Use at least 15 characters.");
    await expect(form.getByLabel("Password", { exact: true })).toBeFocused();
  });

  test("a name that is taken says so, and keeps what was typed", async ({ form }) => {
    await register(form, server.username, "seven green elephants", "Jack");
    await expect(form.locator("#username-error")).toHaveText(
      "This username is not available. Choose another.",
    );
    await expect(form.getByLabel("Username")).toBeFocused();
    await expect(form.getByLabel("Your name")).toHaveValue("Jack");
  });

  test("a username that cannot be one is refused at its field", async ({ form }) => {
    await register(form, "jack\u0000sparrow with spaces", "seven green elephants", "Jack");
    await expect(form.locator("#username-error")).not.toBeEmpty();
    await expect(form.getByLabel("Username")).toBeFocused();
  });
});
