import { expect, chromium as launcher, test } from "@playwright/test";
import { chromium } from "../support/chromium.ts";
import { Server } from "../support/server.ts";

test("the app below a path keeps bookmarks and what comes next, and leaves the rest of the origin alone", async () => {
  const server = await Server.start({ flags: ["--page-base=/login-app"] });
  const browser = await launcher.launch(chromium);
  const page = await browser.newPage({ baseURL: server.origin });
  const logIn = async () => {
    await page.getByLabel("Username").fill(server.username);
    await page.getByLabel("Password", { exact: true }).fill(server.password);
    await page.keyboard.press("Enter");
  };
  const logOut = () => page.getByRole("button", { name: "Log out" }).click();
  try {
    await page.goto("/login-app/sessions?tab=2");
    await expect(page).toHaveURL(`${server.origin}/login-app`);
    await logIn();
    await expect(page).toHaveURL(`${server.origin}/login-app/sessions?tab=2`);
    await page.getByRole("link", { name: "Password" }).click();
    await expect(page).toHaveURL(`${server.origin}/login-app/password`);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await logOut();
    await expect(page).toHaveURL(`${server.origin}/login-app`);

    // Of the other application: nobody has it here.
    await page.goto("/login-app/login?next=/user");
    await logIn();
    await page.waitForURL(`${server.origin}/user`);
    await expect(page.getByRole("heading", { name: "There is no such page" })).toBeVisible();
  } finally {
    await browser.close();
    await server.remove();
  }
});
