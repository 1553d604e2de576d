import { expect, test } from "@playwright/test";
import { chromium } from "../support/chromium.ts";
import { JavaExample, jane } from "../support/examples.ts";
import { freePort } from "../support/ports.ts";

test.use({ launchOptions: chromium });

/** The example has no page: what it answers instead is of the same origin, and may ask what a page of its own may. */
test.describe("Jetty with a filter", () => {
  let origin: string;
  let program: JavaExample;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    const port = await freePort();
    origin = `http://localhost:${port}`;
    program = await JavaExample.start("jetty", "dev.latchkey.examples.jetty.App", {
      port,
      options: [`-Dport=${port}`],
    });
  });

  test.afterAll(async () => {
    await program?.stop();
  });

  test("somebody logs in, reads, proves the password where it is asked for, and logs out", async ({
    page,
    context,
  }) => {
    await page.goto(`${origin}/`);
    const ask = (method: string, path: string, content?: unknown) =>
      page.evaluate(
        async ([method, path, body]) => {
          const headers = { "Content-Type": "application/json" };
          const answer = await fetch(path, { method, ...(body ? { body, headers } : {}) });
          return { status: answer.status, text: (await answer.text()).trim() };
        },
        [method, path, content ? JSON.stringify(content) : ""] as const,
      );
    expect((await ask("GET", "/notes")).status).toBe(401);

    expect((await ask("POST", "/api/login", jane)).status).toBe(200);
    expect(await ask("GET", "/notes")).toEqual({ status: 200, text: "notes of jane" });
    expect(await page.evaluate(() => document.cookie)).toBe("");
    expect((await context.cookies()).find(({ name }) => name === "latchkey")).toMatchObject({
      httpOnly: true,
    });

    program.moveAhead(600);
    const stale = await ask("DELETE", "/notes");
    expect([stale.status, JSON.parse(stale.text).code]).toEqual([403, "reauthentication_required"]);
    expect((await ask("POST", "/api/reauthenticate", { password: jane.password })).status).toBe(200);
    expect(await ask("DELETE", "/notes")).toEqual({ status: 200, text: "deleted" });

    expect((await ask("POST", "/api/logout")).status).toBe(200);
    expect((await ask("GET", "/notes")).status).toBe(401);
  });

  test("a page of another site writes nothing", async ({ page }) => {
    await page.goto(`${origin}/`);
    const login = await page.evaluate(async (who) => {
      const headers = { "Content-Type": "application/json" };
      return (await fetch("/api/login", { method: "POST", headers, body: JSON.stringify(who) })).status;
    }, jane);
    expect(login).toBe(200);
    await page.route("http://localhost:9/", (route) =>
      route.fulfill({
        contentType: "text/html",
        body: `<form method="post" action="${origin}/notes"><button>Win a prize</button></form>`,
      }),
    );
    await page.goto("http://localhost:9/");
    const answered = page.waitForResponse(`${origin}/notes`);
    await page.getByRole("button", { name: "Win a prize" }).click();
    const answer = await answered;
    expect([answer.status(), (await answer.json()).code]).toEqual([403, "origin_rejected"]);
  });
});
