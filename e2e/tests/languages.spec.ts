import { look } from "../support/look.ts";
import { forRelease } from "../support/projects.ts";
import { expect, test } from "../support/test.ts";

const complete = process.env.E2E_ALL === "true";

// For every change the longest words and the other direction; the rest before a release. That no word is missing in any,
// unit tests of the page say.
const forEveryChange = ["de", "ar"];

// What is looked for has the same place in every language, never the same words.
const languages = [
  ["de-DE", "de", "ltr", "Anmelden"],
  ["fr-FR", "fr", "ltr", "Connexion"],
  ["es-ES", "es", "ltr", "Iniciar sesión"],
  ["ja-JP", "ja", "ltr", "ログイン"],
  ["ar-EG", "ar", "rtl", "تسجيل الدخول"],
] as const;

for (const [locale, language, direction, heading] of languages) {
  test.describe(language, () => {
    test.setTimeout(240_000);
    test.use({ locale, contextOptions: { reducedMotion: "reduce" } });

    const when = forEveryChange.includes(language) ? {} : { tag: forRelease };
    test(`every page is in ${language}, accessible, and fits`, when, async ({ page, server }) => {
      const seen = async (state: string) => {
        const root = page.locator("html");
        await expect(root).toHaveAttribute("lang", language);
        await expect(root).toHaveAttribute("dir", direction);
        await look(page, `${language}-${state}`, complete ? "always" : "once");
      };
      const submit = page.locator('button[type="submit"]');
      const error = page.locator(".error p").first();

      await page.goto("/");
      await expect(page.locator("h1")).toHaveText(heading);
      await page.locator("#username").fill("nobody");
      await page.locator("#password").fill("not the password");
      await submit.click();
      await expect(error).toBeVisible();
      await seen("login");

      await page.route("**/api/login", (route) =>
        route.fulfill({ status: 429, headers: { "Retry-After": "95" }, json: { code: "throttled" } }),
      );
      await submit.click();
      await expect(page.locator(".countdown")).toBeVisible();
      await seen("throttled");
      await page.unroute("**/api/login");

      await page.route("**/api/register", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), registration: "open" } });
      });
      await page.goto("/register");
      await submit.click();
      await expect(error).toBeVisible();
      await seen("register");

      await page.goto("/nowhere");
      await expect(page.locator("h1")).toBeVisible();
      await seen("not-found");
      await page.goto("/missing.png"); // a page that the server writes itself
      await seen("refused");

      for (const twice of [false, true]) {
        await page.goto("/");
        await page.locator("#username").fill(server.username);
        await page.locator("#password").fill(server.password);
        await page.locator("#remember").setChecked(twice);
        await submit.click();
        await expect(page.locator("dl")).toBeVisible();
        // Another browser of the same kind, with a session of its own.
        if (!twice) await page.context().clearCookies();
      }
      await seen("user");

      await page.locator('nav a[href="/sessions"]').click();
      await expect(page.locator(".session").nth(1)).toBeVisible();
      await seen("sessions");
      await page.locator(".session button").first().click();
      await expect(page.locator("dialog")).toBeVisible();
      await seen("confirm-end");
      await page.keyboard.press("Escape");

      await page.locator('nav a[href="/password"]').click();
      await page.locator("#current").fill("not the password");
      await page.locator("#new").fill("short");
      await submit.click();
      await expect(page.locator(".error p").first()).toBeVisible();
      await seen("password");
    });
  });
}

test("who understands none of the languages reads English, with dates as in Britain", async ({
  browser,
  server,
}) => {
  const context = await browser.newContext({ locale: "fi-FI", baseURL: server.origin });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await context.close();
});

test.describe("without its words", () => {
  test.use({ locale: "de-DE" });
  test("a language that does not arrive is replaced by English, and logging in works", async ({
    app,
    page,
  }) => {
    await page.route("**/assets/de-*", (route) => route.abort());
    await app.logIn();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });
});
