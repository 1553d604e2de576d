import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../support/test.ts";

// What holds in every deployment, the other tab and the forged cookie among it, is in deployments.spec.ts.

test("Back after a logout shows nothing", async ({ app, page }) => {
  await app.logIn();
  await page.goto("/user/demo");
  await app.logOut();
  await page.goBack();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await expect(page.getByText("Demo User")).toHaveCount(0);
});

test("an old cookie is refused at once, and after a restart", async ({ app, page, server }) => {
  await app.logIn();
  const cookie = await app.cookie();
  await app.logOut();
  const replay = () => fetch(`${server.origin}/api/data`, { headers: { cookie: `latchkey=${cookie}` } });
  const atOnce = await replay();
  expect([atOnce.status, await atOnce.json()]).toMatchObject([401, { reason: "logged_out" }]);
  await server.stop();
  await server.start();
  const afterRestart = await replay();
  expect([afterRestart.status, await afterRestart.json()]).toMatchObject([401, { reason: "logged_out" }]);
  expect((await page.context().cookies()).filter(({ name }) => name === "latchkey")).toEqual([]);
});

test("a login survives a restart and a power cut", async ({ app, page, server }) => {
  await app.logIn();
  await server.stop("SIGTERM");
  await server.start();
  await page.reload();
  await app.expectLoggedIn();
  await server.stop("SIGKILL");
  await server.start();
  await page.reload();
  await app.expectLoggedIn();
});

test("nothing in the data folder or the output works as a cookie", async ({ app, server }) => {
  await app.logIn();
  const cookie = await app.cookie();
  expect(cookie).toHaveLength(45);
  const files = await readdir(server.data);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const content = await readFile(join(server.data, file), "latin1");
    expect(content.includes(String(cookie)), file).toBe(false);
    expect(content.includes(Buffer.from(String(cookie), "base64url").toString("latin1")), file).toBe(false);
  }
  expect(server.output).not.toContain(cookie);
});

test("an ended session says why", async ({ app, page, server }) => {
  await app.logIn();
  await server.command(["user", "password", server.username], "another long password\n");
  server.password = "another long password";
  await expect
    .poll(async () => (await page.evaluate(async () => (await fetch("/api/data")).status)) as number)
    .toBe(401);
  await page.reload();
  await app.expectLoginPage();
  await expect(page.getByText("ended from another device, by an administrator")).toBeVisible();
});
