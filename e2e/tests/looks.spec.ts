import { closeBrowser, leaveSeconds, lookUntil } from "../support/life.ts";
import { logIn } from "../support/loginForm.ts";
import { look } from "../support/look.ts";
import { expect, test } from "../support/test.ts";

// One walk through the app, and each state on the way is looked at in every scheme and width.
test.setTimeout(240_000);
test.use({ contextOptions: { reducedMotion: "reduce" } });

test("every state of the login page is accessible and fits", async ({ app, page, server }) => {
  await app.open("/");
  await app.expectLoginPage();
  await look(page, "login");
  await app.submit("nobody", "not the password");
  await expect(page.getByText("Wrong username or password")).toBeVisible();
  await look(page, "bad-credentials");
  await page.route("**/api/login", (route) => route.abort());
  await app.submit(server.username, "whatever");
  await expect(page.getByText("Error connecting to server")).toBeVisible();
  await look(page, "outage");
  await page.unroute("**/api/login");
  await page.route("**/api/login", (route) =>
    route.fulfill({
      status: 429,
      headers: { "Retry-After": "95" },
      json: { code: "throttled", login: false },
    }),
  );
  await app.submit(server.username, "one guess too many");
  await expect(page.getByText("Too many attempts").first()).toBeVisible();
  await look(page, "throttled");
  await page.unroute("**/api/login");
  await page.route("**/api/register", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), registration: "open" } });
  });
  await app.open("/register");
  await expect(page.getByText("At least 15 characters.")).toBeVisible();
  await look(page, "register");
  await app.open("/");
  await app.submit(server.username, server.password);
  await app.expectLoggedIn();
  await page.context().clearCookies();
  await page.context().addCookies([{ name: "latchkey", value: "B".repeat(45), url: server.origin }]);
  await app.open("/user");
  await app.expectLoginPage();
  await look(page, "unknown-session");
});

test("every state of a login's life is accessible and fits", async ({
  app,
  page,
  context,
  browser,
  server,
}) => {
  const phone = await browser.newContext({
    baseURL: server.origin,
    userAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
  });
  const other = await phone.newPage();
  await logIn(other, server);

  await app.open("/");
  await page.getByLabel("Keep me logged in on this device").check();
  await app.submit(server.username, server.password);
  await app.expectLoggedIn();
  await look(page, "user");
  await closeBrowser(context);
  await app.open("/user");
  await expect(page.getByText("This browser is remembered.")).toBeVisible();
  await look(page, "remembered");
  await page.getByRole("link", { name: "Sessions" }).click();
  await expect(page.getByRole("button", { name: "End", exact: true }).first()).toBeVisible();
  await look(page, "sessions");
  await page.getByRole("button", { name: "End all others" }).click();
  const dialog = page.getByRole("dialog");
  await look(page, "confirm-end");
  await dialog.getByRole("button", { name: "End all", exact: true }).click();
  await dialog.getByLabel("Password", { exact: true }).fill("not the password");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("Wrong password")).toBeVisible();
  await look(page, "password-prompt");
  await dialog.getByLabel("Password", { exact: true }).fill(server.password);
  await page.keyboard.press("Enter");
  await expect(page.getByText("You are logged in nowhere else.")).toBeVisible();
  await look(page, "others-ended");
  await page.getByRole("link", { name: "Password" }).click();
  await page.getByLabel("Current password", { exact: true }).fill(server.password);
  await page.getByLabel("New password", { exact: true }).fill("too short");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Use at least 15 characters.")).toBeVisible();
  await look(page, "change-password");
  await leaveSeconds(page, server, 110);
  await lookUntil(page, () => page.getByRole("button", { name: "Stay logged in" }).isVisible());
  await look(page, "ending");
  await context.clearCookies({ name: /remember/ });
  await leaveSeconds(page, server, -1);
  await lookUntil(page, () => dialog.isVisible());
  await look(page, "ended");
  await phone.close();
});

test("an error moves nothing", async ({ app, page }) => {
  await app.open("/");
  const button = page.getByRole("button", { name: "Log in" });
  const before = await button.boundingBox();
  await app.submit("nobody", "not the password");
  await expect(page.getByText("Wrong username or password")).toBeVisible();
  expect(await button.boundingBox()).toEqual(before);
});

test("the keyboard alone logs in and out", async ({ app, page, server }) => {
  await app.open("/");
  await expect(page.getByLabel("Username")).toBeFocused();
  await page.keyboard.type(server.username);
  await page.keyboard.press("Tab");
  await page.keyboard.type(server.password);
  await page.keyboard.press("Enter");
  await app.expectLoggedIn();
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  for (let i = 0; i < 10; i++) {
    await page.keyboard.press("Tab");
    if (
      await page
        .getByRole("button", { name: "Log out" })
        .evaluate((button) => button === document.activeElement)
    )
      break;
  }
  await page.keyboard.press("Enter");
  await app.expectLoginPage();
});
