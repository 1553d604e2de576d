import { type BrowserContext, expect, chromium as launcher, test } from "@playwright/test";
import { keyHash, selfSigned } from "../support/certificate.ts";
import { chromium } from "../support/chromium.ts";
import { logIn } from "../support/loginForm.ts";
import { freePort } from "../support/ports.ts";
import { forRelease } from "../support/projects.ts";
import { Server } from "../support/server.ts";

const until = "--cookie-former-until=2099-01-01";

// From, to, what the browser had, what it has then. The server is started anew with other settings, the browser stays.
const pairs = [
  ["another name", ["--cookie-name=old"], ["--cookie-name=new"], "__Host-old", "__Host-new"],
  ["a prefix where there was none", ["--cookie-prefix=none"], [], "latchkey", "__Host-latchkey"],
  ["no prefix where there was one", [], ["--cookie-prefix=none"], "__Host-latchkey", "latchkey"],
  ["the stricter prefix", [], ["--cookie-prefix=__Host-Http-"], "__Host-latchkey", "__Host-Http-latchkey"],
  ["back from it", ["--cookie-prefix=__Host-Http-"], [], "__Host-Http-latchkey", "__Host-latchkey"],
  [
    "name and prefix at once",
    ["--cookie-name=old", "--cookie-prefix=none"],
    ["--cookie-name=new", "--cookie-prefix=__Host-Http-"],
    "old",
    "__Host-Http-new",
  ],
  ["SameSite too", ["--cookie-name=old"], ["--cookie-same-site=strict"], "__Host-old", "__Host-latchkey"],
  [
    "another deployment",
    ["--cookie-name=old"],
    ["--deployment=cross-origin", "--spa-origins=https://spa.example.test"],
    "__Host-old",
    "__Host-latchkey",
  ],
  [
    "and back",
    ["--deployment=cross-origin", "--spa-origins=https://spa.example.test", "--cookie-name=old"],
    [],
    "__Host-old",
    "__Host-latchkey",
  ],
  ["a remember-me cookie along", ["--cookie-name=old"], ["--cookie-name=new"], "__Host-old", "__Host-new"],
] as const;

// One of each kind for every change: how each pair is answered, the server's own tests say.
const forEveryChange = ["name and prefix at once", "another deployment", "a name with a path"];
const when = (what: string) => (forEveryChange.includes(what) ? {} : { tag: forRelease });

const names = async (context: BrowserContext) => (await context.cookies()).map(({ name }) => name).sort();
const ofLogin = (name: string) => [name, `${name}-csrf`, `${name}-device`, `${name}-remember`];

test.describe("over https", () => {
  for (const [what, from, to, before, after] of pairs) {
    test(`${what}: nobody is logged out, and one cookie is left`, when(what), async () => {
      const certificate = selfSigned("app.example.test");
      const port = await freePort();
      const own = [
        "--public-origin=https://app.example.test",
        `--tls-certificate=${certificate.certificate}`,
        `--tls-key=${certificate.key}`,
      ];
      const server = await Server.start({ port, flags: [...own, ...from] });
      const browser = await launcher.launch({
        ...chromium,
        args: [
          ...(chromium.args ?? []),
          `--host-resolver-rules=MAP app.example.test:443 127.0.0.1:${port}`,
          `--ignore-certificate-errors-spki-list=${keyHash(certificate)}`,
        ],
      });
      try {
        const context = await browser.newContext({ baseURL: "https://app.example.test" });
        const page = await context.newPage();
        await page.goto("/");
        await page.getByLabel("Keep me logged in on this device").check();
        await page.getByLabel("Username").fill(server.username);
        await page.getByLabel("Password", { exact: true }).fill(server.password);
        await page.keyboard.press("Enter");
        await expect(page.getByRole("button", { name: "Log out" })).toBeVisible();
        expect(await names(context)).toEqual(ofLogin(before));

        await server.restart([...own, ...to, `--cookie-former=${before}`, until]);
        await page.goto("/user");
        await expect(page.getByRole("button", { name: "Log out" })).toBeVisible();
        expect(await names(context)).toEqual(ofLogin(after));
        await page.reload();
        await expect(page.getByRole("button", { name: "Log out" })).toBeVisible();
        expect(await names(context)).toEqual(ofLogin(after));

        await page.getByRole("button", { name: "Log out" }).click();
        await expect(page.getByText("You are logged out.")).toBeVisible();
        expect(await names(context)).toEqual([`${after}-csrf`, `${after}-device`]);
      } finally {
        await browser.close();
        await server.remove();
      }
    });
  }
});

for (const [what, from, to, before, after] of [
  ["another name", ["--cookie-name=old"], ["--cookie-name=new"], "old", "new"],
  ["a name with a path", ["--cookie-name=old"], [], "old", "latchkey"],
] as const) {
  test(`over http, ${what}: nobody is logged out, and one cookie is left`, when(what), async () => {
    const server = await Server.start({ flags: [...from] });
    const browser = await launcher.launch(chromium);
    try {
      const context = await browser.newContext({ baseURL: server.origin });
      const page = await context.newPage();
      await logIn(page, server);
      // A twin for a path, as an application before left it.
      await context.addCookies([
        { name: `${before}-probe`, value: "x", domain: "localhost", path: "/app", httpOnly: true },
      ]);
      await server.restart([...to, `--cookie-former=${before}@/app`, until]);
      await page.goto("/user");
      await expect(page.getByRole("button", { name: "Log out" })).toBeVisible();
      expect(await names(context)).toEqual([after, `${after}-csrf`, `${after}-device`]);
    } finally {
      await browser.close();
      await server.remove();
    }
  });
}
