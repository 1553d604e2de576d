import { expect, chromium as launcher, test } from "@playwright/test";
import { chromium } from "../support/chromium.ts";
import { look } from "../support/look.ts";
import { Server } from "../support/server.ts";

test("the demo app looks like the site it logs in to, and leads there", async () => {
  const server = await Server.start({
    flags: [
      "--theme-name=Example Shop",
      "--theme-accent=#0b3d91",
      "--theme-logo=/static/favicon.svg",
      "--theme-help=Locked out? Call 4711.",
      "--theme-help-link=mailto:help@example.com",
    ],
  });
  const browser = await launcher.launch(chromium);
  try {
    const page = await browser.newPage({ baseURL: server.origin });
    const refused: string[] = [];
    page.on("console", (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    await page.goto("/");
    await expect(page).toHaveTitle("Log in · Example Shop");
    await expect(page.locator(".brand")).toContainText("Example Shop");
    await expect
      .poll(() => page.locator(".brand img").evaluate((logo: HTMLImageElement) => logo.naturalWidth))
      .toBeGreaterThan(0);
    await expect(page.getByRole("link", { name: "Locked out? Call 4711." })).toHaveAttribute(
      "href",
      "mailto:help@example.com",
    );
    const button = page.getByRole("button", { name: "Log in" });
    await expect(button).toHaveCSS("background-color", "rgb(11, 61, 145)");
    await look(page, "theme");
    expect(refused).toEqual([]);

    await server.restart(["--theme-home=/static/favicon.svg"]);
    await page.goto("/login");
    await page.getByLabel("Username").fill(server.username);
    await page.getByLabel("Password", { exact: true }).fill(server.password);
    await page.keyboard.press("Enter");
    await page.waitForURL("**/static/favicon.svg");
  } finally {
    await browser.close();
    await server.remove();
  }
});
