import { sql } from "../support/life.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

// A server of its own: what is throttled here must not meet the other files.
let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.remove());

/** As somebody does who has only the name, until the server has had enough. */
async function guess(): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const { status } = await fetch(`${server.origin}/api/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username: server.username, password: `guess number ${i}` }),
    });
    if (status === 429) return;
  }
  throw new Error("40 guesses were not too many");
}
/** So many seconds for whoever is not known, instead of the few that so few guesses cost. */
const pauseOf = (seconds: number) =>
  sql(
    server,
    `update latchkey_throttle_budget set open_at = ${Math.round((Date.now() + seconds * 1000) * 1000)}
     where budget not like 'd:%'`,
  );

test("the page counts the seconds down, says once how many, and then that it is over", async ({
  browser,
}) => {
  const page = await (await browser.newContext({ baseURL: server.origin })).newPage();
  await guess();
  await page.goto("/");
  await page.getByLabel("Username").fill(server.username);
  await page.getByLabel("Password", { exact: true }).fill(server.password);
  await pauseOf(6);
  const button = page.getByRole("button", { name: "Log in" });
  await button.click();
  const seconds = page.locator(".error [aria-hidden=true]");
  const spoken = page.locator(".error .visually-hidden");
  await expect(seconds).toHaveText(/Too many attempts\. You can try again in \d seconds?\./);
  await expect(button).toHaveAttribute("aria-disabled", "true");
  const said = await spoken.textContent();
  const first = await seconds.textContent();
  await expect(seconds).not.toHaveText(String(first));
  expect(await spoken.textContent()).toBe(said);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue(server.password);
  await expect(page.getByText("You can try again now.")).toBeVisible();
  await expect(button).toHaveAttribute("aria-disabled", "false");
  await button.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Demo User");
  await page.context().close();
});

test("guesses from elsewhere do not keep the owner out of a browser that is known", async ({ browser }) => {
  const page = await (await browser.newContext({ baseURL: server.origin })).newPage();
  const logIn = async () => {
    await page.goto("/");
    await page.getByLabel("Username").fill(server.username);
    await page.getByLabel("Password", { exact: true }).fill(server.password);
    await page.getByRole("button", { name: "Log in" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Demo User");
  };
  await sql(server, "delete from latchkey_throttle_budget");
  await logIn();
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await guess();
  await pauseOf(600);
  await logIn();
  await page.context().close();
});
