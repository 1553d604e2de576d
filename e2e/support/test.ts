import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BrowserContext,
  test as base,
  expect,
  type LaunchOptions,
  chromium as launcher,
  type Page,
} from "@playwright/test";
import { chromium, whole } from "./chromium.ts";
import { Deployment } from "./deployment.ts";
import { HostilePlaces } from "./hostile.ts";
import { submit } from "./loginForm.ts";
import { Mallory } from "./mallory.ts";
import type { Many } from "./many.ts";
import type { Server } from "./server.ts";
import type { SetupName } from "./setups.ts";
import { countCalls } from "./underWay.ts";

interface WorkerFixtures {
  /** Which set-up the tests run in; a project's option. */
  setup: SetupName;
  deployment: Deployment;
  server: Server;
  /** The servers that share a database, where the set-up is of several. */
  many: Many;
  hostile: HostilePlaces;
  mallory: Mallory;
}

/** Each project has a deployment of its own; every test has a browser profile of its own. */
export const test = base.extend<{ app: App }, WorkerFixtures>({
  setup: ["embedded", { scope: "worker", option: true }],
  deployment: [
    async ({ setup }, use) => {
      const deployment = await Deployment.start(setup);
      await use(deployment);
      await deployment.stop();
    },
    // Of several servers one is started after the other.
    { scope: "worker", timeout: 180_000 },
  ],
  server: [async ({ deployment }, use) => use(deployment.server), { scope: "worker" }],
  many: [
    async ({ deployment }, use) => {
      if (!deployment.many) throw new Error(`${deployment.name} is of one server`);
      await use(deployment.many);
    },
    { scope: "worker" },
  ],
  hostile: [
    async ({ deployment }, use) => {
      const hostile = await HostilePlaces.open(deployment);
      await use(hostile);
      await hostile.close();
    },
    { scope: "worker" },
  ],
  mallory: [
    async ({ deployment }, use) => {
      const mallory = new Mallory(deployment);
      await mallory.register();
      await use(mallory);
    },
    { scope: "worker" },
  ],
  launchOptions: [
    async ({ deployment, hostile }, use) => {
      const rules = [...deployment.resolverRules, ...hostile.resolverRules];
      const browser = deployment.isOfTwoSites ? whole : chromium;
      await use({
        ...browser,
        args: [
          ...(browser.args ?? []),
          `--host-resolver-rules=${rules.join(", ")}`,
          `--ignore-certificate-errors-spki-list=${deployment.keyHash}`,
        ],
      });
    },
    { scope: "worker" },
  ],
  baseURL: async ({ deployment }, use) => use(deployment.pageOrigin),
  context: async ({ context, deployment, launchOptions }, use) => {
    const counted = (used: BrowserContext) => {
      countCalls(used);
      return use(used);
    };
    if (deployment.setup.thirdPartyCookies) await withThirdPartyCookies(launchOptions, deployment, counted);
    else await counted(context);
  },
  app: async ({ page, deployment }, use) => use(new App(page, deployment)),
});

/** Only a profile on disk can be told to let other sites have cookies. */
async function withThirdPartyCookies(
  launchOptions: LaunchOptions,
  deployment: Deployment,
  use: (context: BrowserContext) => Promise<void>,
): Promise<void> {
  const profile = await mkdtemp(join(tmpdir(), "latchkey-e2e-profile-"));
  await mkdir(join(profile, "Default"));
  const preferences = { profile: { cookie_controls_mode: 0 } };
  await writeFile(join(profile, "Default/Preferences"), JSON.stringify(preferences));
  const context = await launcher.launchPersistentContext(profile, {
    ...launchOptions,
    baseURL: deployment.pageOrigin,
  });
  await use(context);
  await context.close();
  await rm(profile, { recursive: true, force: true });
}

export { expect };

/** What a person does, in their words. */
export class App {
  readonly server: Server;

  constructor(
    readonly page: Page,
    readonly deployment: Deployment,
  ) {
    this.server = deployment.server;
  }

  async open(path = "/"): Promise<void> {
    await this.page.goto(path);
  }

  async submit(username: string, password: string): Promise<void> {
    await submit(this.page, { username, password });
  }

  async logIn(): Promise<void> {
    await this.open("/");
    await this.submit(this.server.username, this.server.password);
    await this.expectLoggedIn();
  }

  /** Leaves the app without a logout: from now on its page asks nothing, and every call is somebody else's. */
  async leave(): Promise<void> {
    await this.page.goto("about:blank");
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

  /** What `/api/getsession` tells this page. */
  async session(): Promise<{ login: boolean; reason?: string; user?: { username: string } }> {
    return (await this.#ask("/api/getsession"))[1];
  }

  /** How that route answers this page: its status, and the code if it refuses. */
  async status(path: string): Promise<[number, string | undefined]> {
    const [status, body] = await this.#ask(path);
    return [status, body.code];
  }

  #ask(path: string) {
    return this.page.evaluate(async (url) => {
      const answer = await fetch(url, { credentials: "include" });
      return [answer.status, await answer.json().catch(() => ({}))] as const;
    }, this.deployment.apiOrigin + path);
  }

  /** The session cookie's value, as the browser keeps it. */
  async cookie(): Promise<string | undefined> {
    return (await this.sessionCookies())[0]?.value;
  }

  /** Every cookie of the session's name that the browser keeps. */
  async sessionCookies() {
    const cookies = await this.page.context().cookies();
    return cookies.filter(({ name }) => name === this.deployment.setup.cookie.name);
  }

  /** Replaces the session cookie's value in the browser's jar, with everything else as it was. */
  async forgeCookie(value: string): Promise<void> {
    const [cookie] = await this.sessionCookies();
    if (!cookie) throw new Error("there is no session cookie to forge");
    await this.page.context().addCookies([{ ...cookie, value }]);
  }
}
