import { HOUR } from "../support/life.ts";
import { fillIn, submit } from "../support/loginForm.ts";
import { Server } from "../support/server.ts";
import { expect, test } from "../support/test.ts";

// A server of its own: what is throttled here must not meet the other files.
let server: Server;
test.beforeAll(async () => {
  server = await Server.start();
});
test.afterAll(() => server.remove());

/** As somebody does who has only the name, and has time: until the next guess has to wait so many seconds. */
async function guessUntilPauseOf(seconds: number): Promise<void> {
  for (let i = 0; i < 40; i++) {
    const answer = await fetch(`${server.origin}/api/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username: server.username, password: `guess number ${i}` }),
    });
    if (answer.status !== 429) continue;
    const pause = Number(answer.headers.get("retry-after"));
    if (pause >= seconds) return;
    server.moveAhead(pause);
  }
  throw new Error("40 guesses were not too many");
}

test("the page counts the seconds down, says once how many, and then that it is over", async ({
  browser,
}) => {
  const page = await (await browser.newContext({ baseURL: server.origin })).newPage();
  await page.goto("/");
  await fillIn(page, server);
  await guessUntilPauseOf(8);
  const button = page.getByRole("button", { name: "Log in" });
  await button.click();
  const seconds = page.locator(".error [aria-hidden=true]");
  const spoken = page.locator(".error .visually-hidden");
  await expect(seconds).toHaveText(/Too many attempts\. You can try again in \d+ seconds?\./);
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
    await submit(page, server);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Demo User");
  };
  server.moveAhead(24 * HOUR); // what was guessed above is forgotten
  await logIn();
  await page.getByRole("button", { name: "Log out" }).click();
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await guessUntilPauseOf(600);
  await logIn();
  await page.context().close();
});
