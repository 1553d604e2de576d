import { join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../support/test.ts";

const pictures = process.env.LATCHKEY_PICTURES
  ? resolve("..", process.env.LATCHKEY_PICTURES)
  : "test-results/pictures";
const schemes = ["light", "dark"] as const;
const widths = { narrow: { width: 320, height: 640 }, wide: { width: 1280, height: 800 } };

for (const colorScheme of schemes) {
  for (const [size, viewport] of Object.entries(widths)) {
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ colorScheme, viewport });

      test("every state is accessible and fits", async ({ app, page, server }) => {
        const look = async (state: string) => {
          const { violations } = await new AxeBuilder({ page }).analyze();
          expect(violations, state).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, `${state} scrolls sideways`).toBeLessThanOrEqual(0);
          await page.screenshot({ path: join(pictures, `${state}-${colorScheme}-${size}.png`) });
        };
        await app.open("/");
        await app.expectLoginPage();
        await look("login");
        await app.submit(server.username, "not the password");
        await expect(page.getByText("Bad credentials")).toBeVisible();
        await look("bad-credentials");
        await page.route("**/api/login", (route) => route.abort());
        await app.submit(server.username, "whatever");
        await expect(page.getByText("Error connecting to server")).toBeVisible();
        await look("outage");
        await page.unroute("**/api/login");
        await app.submit(server.username, server.password);
        await app.expectLoggedIn();
        await look("user");
        await page.context().clearCookies();
        await page.context().addCookies([{ name: "latchkey", value: "B".repeat(43), url: server.origin }]);
        await app.open("/user");
        await app.expectLoginPage();
        await look("unknown-session");
      });
    });
  }
}

test("an error moves nothing", async ({ app, page, server }) => {
  await app.open("/");
  const button = page.getByRole("button", { name: "Log in" });
  const before = await button.boundingBox();
  await app.submit(server.username, "not the password");
  await expect(page.getByText("Bad credentials")).toBeVisible();
  expect(await button.boundingBox()).toEqual(before);
});

test("the keyboard alone logs in and out", async ({ app, page, server }) => {
  await app.open("/");
  await page.getByLabel("Username").focus();
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
