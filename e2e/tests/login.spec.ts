import { fillIn } from "../support/loginForm.ts";
import { expect, test } from "../support/test.ts";

test("a wrong password says Wrong username or password and keeps the username", async ({ app, page }) => {
  await app.open("/");
  await app.submit(app.server.username, "not the password");
  await expect(page.getByText("Wrong username or password", { exact: true })).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(app.server.username);
  await app.expectLoginPage();
});

test("the right password shows one's own data", async ({ app }) => {
  await app.logIn();
  await expect(app.page.getByText(app.server.username, { exact: true }).first()).toBeVisible();
});

test("Enter in the password field submits", async ({ app, page }) => {
  await app.open("/");
  await fillIn(page, app.server);
  await page.keyboard.press("Enter");
  await app.expectLoggedIn();
});

test("the cookie cannot be read by JavaScript", async ({ app, page }) => {
  await app.logIn();
  expect(await app.cookie()).toMatch(/^[\w-]{45}$/);
  expect(await page.evaluate(() => document.cookie)).not.toContain("latchkey=");
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).toBe("[{},{}]");
});

test("a reload paints the right page without asking the server who is there", async ({ app, page }) => {
  await app.logIn();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/getsession")) asked.push(request.url());
  });
  await page.reload();
  await app.expectLoggedIn();
  expect(asked).toEqual([]);
});

test("the login form never flashes for someone who is logged in", async ({ app, page }) => {
  await app.logIn();
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector("input[type=password]")) document.documentElement.dataset.flashed = "yes";
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto("/user");
  await app.expectLoggedIn();
  await expect(page.locator("html")).not.toHaveAttribute("data-flashed");
});

test("a login leads to where one was going", async ({ app, page }) => {
  await app.open("/user/jane.doe");
  await app.expectLoginPage();
  await app.submit(app.server.username, app.server.password);
  await expect(page).toHaveURL(/\/user\/jane\.doe$/);
});

test("someone who is logged in is taken from the login page to their own", async ({ app }) => {
  await app.logIn();
  await app.open("/");
  await app.expectLoggedIn();
});

test("a new login begins a new session and ends the one before", async ({ app, page }) => {
  await app.logIn();
  const first = await app.cookie();
  const status = await page.evaluate(
    async ([username, password]) =>
      (
        await fetch("/api/login", {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ username, password }),
        })
      ).status,
    [app.server.username, app.server.password],
  );
  expect(status).toBe(200);
  expect(await app.cookie()).not.toBe(first);
  const replay = await fetch(`${app.server.origin}/api/data`, { headers: { cookie: `latchkey=${first}` } });
  expect(replay.status).toBe(401);
});
