import { test as base, expect, type Page } from "@playwright/test";
import { Server } from "./server.ts";

/** Every test file shares one server; every test has a browser profile of its own. */
export const test = base.extend<{ app: App }, { server: Server }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from its pattern
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.remove();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server.origin),
  app: async ({ page, server }, use) => use(new App(page, server)),
});

export { expect };

/** What a person does, in their words. */
export class App {
  constructor(
    readonly page: Page,
    readonly server: Server,
  ) {}

  async open(path = "/"): Promise<void> {
    await this.page.goto(path);
  }

  async submit(username: string, password: string): Promise<void> {
    await this.page.getByLabel("Username").fill(username);
    await this.page.getByLabel("Password", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Log in" }).click();
  }

  async logIn(): Promise<void> {
    await this.open("/");
    await this.submit(this.server.username, this.server.password);
    await this.expectLoggedIn();
  }

  async logOut(): Promise<void> {
    await this.page.getByRole("button", { name: "Log out" }).click();
    await this.expectLoginPage();
  }

  async expectLoggedIn(): Promise<void> {
    await expect(this.page).toHaveURL(/\/user/);
    await expect(this.page.getByRole("heading", { level: 1 })).toContainText("Demo User");
  }

  async expectLoginPage(): Promise<void> {
    await expect(this.page).toHaveURL(/\/(\?.*)?$/);
    await expect(this.page.getByRole("heading", { name: "Log in" })).toBeVisible();
  }

  /** The session cookie as the browser keeps it. */
  async cookie(): Promise<string | undefined> {
    const cookies = await this.page.context().cookies();
    return cookies.find((cookie) => cookie.name === "latchkey")?.value;
  }
}
