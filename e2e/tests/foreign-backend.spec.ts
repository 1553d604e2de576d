import { readFile } from "node:fs/promises";
import { createServer, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { chromium } from "../support/chromium.ts";
import { submit } from "../support/loginForm.ts";
import { type Program, ReverseProxy } from "../support/proxies.ts";
import { repository, Server } from "../support/server.ts";

test.use({ launchOptions: chromium });

/** A backend that knows nothing of Latchkey: it says who sent what. */
function backend(): HttpServer {
  return createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      response.setHeader("Content-Type", "text/html");
      response.end(`<h1>${request.method} ${request.url} ${request.headers["latchkey-user"]} ${body}</h1>`);
    });
  });
}

for (const [program, file] of [
  ["nginx", "nginx-auth-request.conf"],
  ["caddy", "Caddyfile-forward-auth"],
] satisfies [Program, string][]) {
  test.describe(`the client and a backend that ${program} protects`, () => {
    const naive = backend();
    let proxy: ReverseProxy;
    let server: Server;

    test.beforeAll(async () => {
      await new Promise<void>((resolve) => naive.listen(0, "127.0.0.1", resolve));
      proxy = await ReverseProxy.reserve(program, {
        file,
        replace: { "127.0.0.1:9000": `127.0.0.1:${(naive.address() as AddressInfo).port}` },
      });
      server = await Server.start({ flags: proxy.serverFlags });
      await proxy.start(server.port);
    });

    test.afterAll(async () => {
      await proxy?.stop();
      await server?.remove();
      naive.closeAllConnections();
      naive.close();
    });

    /** The package itself, as a page of this origin takes it. */
    async function withClient(page: Page): Promise<void> {
      await page.route("**/client/*.js", async (route) => {
        const name = basename(new URL(route.request().url()).pathname);
        const body = await readFile(join(repository, "client/dist", name));
        await route.fulfill({ contentType: "text/javascript", body });
      });
    }

    test("a login that ended is noticed, and what met its end is sent once more after the next", async ({
      page,
    }) => {
      await withClient(page);
      await page.goto(`${proxy.origin}/`);
      const { username, password } = server;
      await page.evaluate(
        async ([username = "", password = ""]) => {
          const address = "/client/index.js";
          const { createLatchkey } = await import(address);
          const latchkey = createLatchkey();
          Object.assign(window, { latchkey });
          latchkey.subscribe(() => {});
          await latchkey.login({ username, password });
        },
        [username, password],
      );
      // It ends elsewhere; this page's client does not hear of it.
      const replacement = "another way in for Demo";
      await server.command(["user", "password", username], `${replacement}\n`);
      server.password = replacement;
      const verified = () => page.evaluate(async () => (await fetch("/api/verify")).status);
      await expect.poll(verified).toBe(401);
      const saved = page.evaluate(async () => {
        const { latchkey } = window as unknown as { latchkey: { fetch: typeof fetch } };
        const init = { method: "POST", body: "what was typed", replay: true };
        return (await latchkey.fetch("/reports/todos", init)).text();
      });
      const state = () =>
        page.evaluate(() => (window as unknown as { latchkey: { state: object } }).latchkey.state);
      await expect.poll(state).toEqual({ status: "loggedOut", reason: "revoked", by: "server" });
      await page.evaluate(
        async ([username, password]) => {
          const { latchkey } = window as unknown as {
            latchkey: { login: (credentials: object) => Promise<void> };
          };
          await latchkey.login({ username, password });
        },
        [username, replacement],
      );
      expect(await saved).toBe(`<h1>POST /reports/todos ${username} what was typed</h1>`);
    });

    test("a page that needs a login is come back to after it", async ({ page }) => {
      await page.goto(`${proxy.origin}/reports/1?a=b&c=d`);
      await submit(page, server);
      await expect(page.getByText(`GET /reports/1?a=b&c=d ${server.username}`)).toBeVisible();
    });

    test("a remembered browser is brought back on the way, and no login is asked for", async ({
      page,
      context,
    }) => {
      await page.goto(`${proxy.origin}/`);
      await page.getByRole("checkbox").check();
      await submit(page, server);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Demo User");
      await context.clearCookies({ name: "latchkey" });
      await page.goto(`${proxy.origin}/reports/2`);
      await expect(page.getByText(`GET /reports/2 ${server.username}`)).toBeVisible();
    });
  });
}
