import { leaveSeconds } from "../support/life.ts";
import { expect, test } from "../support/test.ts";

test("a login shows one's own data and leaves the cookie of this deployment", async ({ app, page }) => {
  await app.logIn();
  await expect(page.getByText(app.server.username, { exact: true }).first()).toBeVisible();
  const { setup, apiOrigin } = app.deployment;
  const cookies = await app.sessionCookies();
  expect(
    cookies.map(({ name, domain, path, expires, httpOnly, secure, sameSite, partitionKey }) => {
      return { name, domain, path, expires, httpOnly, secure, sameSite, partitionKey };
    }),
  ).toEqual([{ ...setup.cookie, domain: new URL(apiOrigin).hostname, path: "/", expires: -1 }]);
  expect(cookies[0]?.value).toMatch(/^[\w-]{45}$/);
  expect(await page.evaluate(() => document.cookie)).not.toContain("latchkey");
});

test("a wrong password says Wrong username or password and stores nothing", async ({ app, page }) => {
  await app.open("/");
  await app.submit(app.server.username, "not the password");
  await expect(page.getByText("Wrong username or password", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(app.server.username);
  expect(await app.sessionCookies()).toEqual([]);
});

test("a reload keeps the login and never flashes the form", async ({ app, page }) => {
  await app.logIn();
  const before = await app.sessionCookies();
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector("input[type=password]")) document.documentElement.dataset.flashed = "yes";
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await app.expectLoggedIn();
  await expect(page.locator("html")).not.toHaveAttribute("data-flashed");
  expect(await app.sessionCookies()).toEqual(before);
});

test("a deep link leads to the login and then to where it pointed", async ({ app, page }) => {
  await app.open(`/user/${app.server.username}?tab=2`);
  await app.expectLoginPage();
  await app.submit(app.server.username, app.server.password);
  await expect(page).toHaveURL(`${app.deployment.pageOrigin}/user/${app.server.username}?tab=2`);
  await page.goto("/user/someone.else");
  await expect(page.getByRole("heading", { name: "There is no page here" })).toBeVisible();
  await page.goto(`/user/${app.server.username}`);
  await app.expectLoggedIn();
});

test("a login reaches the other tab", async ({ app, context }) => {
  await app.open("/");
  const other = await context.newPage();
  await other.goto("/");
  await app.submit(app.server.username, app.server.password);
  await app.expectLoggedIn();
  await expect(other.getByRole("button", { name: "Log out" })).toBeVisible();
});

test("a logout reaches the other tab", async ({ app, context }) => {
  await app.logIn();
  const other = await context.newPage();
  await other.goto("/user");
  await expect(other.getByRole("button", { name: "Log out" })).toBeVisible();
  await app.logOut();
  await expect(other.getByText("You were logged out in another tab.")).toBeVisible();
});

test("a logout ends the session, and its cookie is gone and worth nothing", async ({ app, page }) => {
  await app.logIn();
  const value = await app.cookie();
  await app.logOut();
  expect(await app.sessionCookies()).toEqual([]);
  const cookie = `${app.deployment.setup.cookie.name}=${value}`;
  const replay = await app.deployment.ask("/api/data", { headers: { cookie } });
  expect(replay.status).toBe(401);
  expect(JSON.parse(replay.body)).toMatchObject({ code: "session_ended", reason: "logged_out" });
  await page.goto("/user");
  await app.expectLoginPage();
});

test("a forged cookie leads home and says why", async ({ app, page }) => {
  await app.logIn();
  await app.forgeCookie("A".repeat(45));
  await app.open("/user");
  await app.expectLoginPage();
  await expect(page.getByText("The login this browser had is not known here")).toBeVisible();
});

test("an expired session is told, and leads home from a new start", async ({ app, page }) => {
  await app.logIn();
  await leaveSeconds(page, app.server, -1);
  await page.reload();
  await app.expectLoginPage();
  await expect(page.getByText("expired after a long time without activity")).toBeVisible();
  await page.goto("/user");
  await app.expectLoginPage();
  await expect(page.getByText("expired after a long time without activity")).toBeVisible();
});
