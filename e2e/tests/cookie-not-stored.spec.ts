import { expect, type Page, test } from "@playwright/test";
import { chromium } from "../support/chromium.ts";
import { submit } from "../support/loginForm.ts";
import { Meddler } from "../support/meddler.ts";
import { freePort } from "../support/ports.ts";
import { Server } from "../support/server.ts";
import { StaticHost } from "../support/staticHost.ts";

test.use({
  launchOptions: {
    ...chromium,
    args: [...(chromium.args ?? []), "--host-resolver-rules=MAP app.example.com 127.0.0.1"],
  },
});

const ends: (() => Promise<void>)[] = [];

test.afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function started<T extends { stop(): Promise<void> }>(part: Promise<T>): Promise<T> {
  const running = await part;
  ends.push(() => running.stop());
  return running;
}

async function server(flags: string[]): Promise<Server> {
  const running = await Server.start({ flags });
  ends.push(() => running.remove());
  return running;
}

async function logIn(page: Page, address: string, { username, password }: Server): Promise<void> {
  await page.goto(address);
  await submit(page, { username, password });
}

/** Told once, in words for the person and for whoever runs the app; no second round, and no reload. */
async function expectToldWhy(page: Page, cure: RegExp): Promise<void> {
  await expect(page.getByRole("status")).toContainText("This browser did not keep the login cookie");
  await expect(page.getByText("For whoever runs this app:")).toHaveText(cure);
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
}

test("a proxy that strips Set-Cookie", async ({ page }) => {
  const port = await freePort();
  const latchkey = await server([
    "--deployment=same-domain",
    `--public-origin=http://localhost:${port}`,
    "--trusted-proxies=127.0.0.1",
  ]);
  await started(Meddler.start(port, () => latchkey.port, { setCookie: () => undefined }));
  const logins: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/login")) logins.push(request.url());
  });

  await logIn(page, `http://localhost:${port}/`, latchkey);

  await expectToldWhy(page, /removes the cookie: let the proxy pass Set-Cookie and Cookie on untouched/);
  expect(logins).toHaveLength(2); // the second with a token just fetched, as after any refusal of one
});

test("a proxy that is not trusted, named by the server's diagnostics", async ({ page }) => {
  const port = await freePort();
  const latchkey = await server([
    "--deployment=same-domain",
    `--public-origin=http://localhost:${port}`,
    "--trusted-proxies=10.9.8.7",
    "--diagnostics=on",
  ]);
  await started(
    Meddler.start(port, () => latchkey.port, {
      ask: (headers) => ({ ...headers, "x-forwarded-for": "127.0.0.1" }),
      setCookie: () => undefined,
    }),
  );

  await logIn(page, `http://localhost:${port}/`, latchkey);

  await expectToldWhy(page, /a proxy at 127\.0\.0\.1 .*; write trusted-proxies = 127\.0\.0\.1\./);
});

test("a page of localhost and an API at 127.0.0.1: two sites, and the cookie is Lax", async ({ page }) => {
  const spa = await freePort();
  const latchkey = await server(["--deployment=cross-origin", `--spa-origins=http://localhost:${spa}`]);
  await started(StaticHost.start({ port: spa, apiOrigin: `http://127.0.0.1:${latchkey.port}` }));

  await logIn(page, `http://localhost:${spa}/`, latchkey);

  await expectToldWhy(page, /two names of this machine \(localhost and 127\.0\.0\.1\)/);
});

test("a page opened over http, where the cookie is Secure", async ({ page }) => {
  const port = await freePort();
  const latchkey = await server([
    "--deployment=same-domain",
    `--public-origin=https://app.example.com:${port}`,
    "--trusted-proxies=127.0.0.1",
  ]);
  await started(
    Meddler.start(port, () => latchkey.port, {
      // What makes it so hard to see in practice: the proxy says https of every connection. The page's own
      // origin is http then, which the server refuses; a proxy that rewrites Origin too hides even that.
      ask: ({ origin: _, ...headers }) => ({ ...headers, "x-forwarded-proto": "https" }),
    }),
  );

  await logIn(page, `http://app.example.com:${port}/`, latchkey);

  await expectToldWhy(page, /over http, where browsers drop a Secure cookie/);
});
