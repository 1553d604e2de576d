import { fillIn, logIn, submit } from "../support/loginForm.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

test("an unreachable server is an outage, keeps what was typed, and is no logout", async ({
  app,
  page,
  server,
}) => {
  await app.open("/");
  await fillIn(page, server);
  await server.stop();
  await page.getByRole("button", { name: "Log in" }).click();
  await expect(page.getByText("Error connecting to server")).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(server.username);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue(server.password);
  await server.start();
  await page.getByRole("button", { name: "Log in" }).click();
  await app.expectLoggedIn();
});

test("a logout while the server is down is said, and done by itself when it is back", async ({
  app,
  page,
  server,
}) => {
  await app.logIn();
  const cookie = await app.cookie();
  await server.stop();
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByText("You are still logged in.")).toBeVisible();
  await expect(page.getByText("You will be logged out as soon as the server answers")).toBeVisible();
  await server.start();
  await expect(page.getByText("You are logged out.")).toBeVisible({ timeout: 30_000 });
  await app.expectLoginPage();
  const old = await fetch(`${server.origin}/api/data`, { headers: { cookie: `latchkey=${cookie}` } });
  expect(old.status).toBe(401);
});

test("a disabled user is out within a second, and may come back", async ({ browser, server }) => {
  const page = await (await browser.newContext({ baseURL: server.origin })).newPage();
  await server.command(["user", "add", "jane", "--name", "Jane Doe"], "correct horse battery\n");
  await page.goto("/");
  await submit(page, { username: "Jane", password: "correct horse battery" });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Jane Doe");
  await server.command(["user", "disable", "jane"]);
  const status = () => page.evaluate(async () => (await fetch("/api/data")).status);
  await expect.poll(status, { timeout: 1_500, intervals: [100] }).toBe(401);
  await server.command(["user", "disable", "jane", "--undo"]);
  await page.goto("/");
  await submit(page, { username: "jane", password: "correct horse battery" });
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Jane Doe");
});

test("a burst of logins is answered or told to wait, and session checks go on", async ({ browser }) => {
  // Wrong guesses are not slowed down here: each is to reach the hashing, and none to keep other files' users out.
  const server = await Server.start({ flags: ["--throttle=off"], hashesAsUsual: true });
  const context = await browser.newContext({ baseURL: server.origin });
  const page = await context.newPage();
  await logIn(page, server);
  const cookie = (await context.cookies()).find(({ name }) => name === "latchkey")?.value;
  // From another kind of browser the session would be ended, for its owner's protection.
  const headers = {
    cookie: `latchkey=${cookie}`,
    "user-agent": await page.evaluate(() => navigator.userAgent),
  };
  const body = JSON.stringify({ username: server.username, password: "a wrong password" });
  const burst = Promise.all(
    Array.from({ length: 200 }, async () => {
      const answer = await fetch(`${server.origin}/api/login`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body,
      });
      return {
        status: answer.status,
        retryAfter: answer.headers.get("retry-after"),
        text: await answer.text(),
      };
    }),
  );
  const checks: number[] = [];
  for (let i = 0; i < 50; i++) {
    checks.push((await fetch(`${server.origin}/api/data`, { headers })).status);
  }
  const answers = await burst;
  expect(new Set(checks)).toEqual(new Set([200]));
  const busy = answers.filter(({ status }) => status === 503);
  expect(busy.length).toBeGreaterThan(0);
  for (const { retryAfter, text } of busy) {
    expect(retryAfter).toMatch(/^\d+$/);
    expect(JSON.parse(text)).toMatchObject({ code: "busy" });
    expect(JSON.parse(text)).not.toHaveProperty("login");
  }
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 503]));
  expect(await server.peakMemoryMiB(), "peak memory").toBeLessThan(320);
  await page.reload();
  await expect(page.getByRole("button", { name: "Log out" })).toBeVisible();
  await context.close();
  await server.remove();
});

test("the second server on one port says what is wrong", async ({ server }) => {
  await expect(Server.start({ port: server.port })).rejects.toThrow(/another program listens/i);
});
