import { expect, type Page } from "@playwright/test";

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Writes into the login form what a person would. */
export async function fillIn(page: Page, { username, password }: Credentials): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
}

/** And sends it. */
export async function submit(page: Page, credentials: Credentials): Promise<void> {
  await fillIn(page, credentials);
  await page.getByRole("button", { name: "Log in" }).click();
}

/** Opens the login page, and is logged in afterwards. */
export async function logIn(page: Page, credentials: Credentials): Promise<void> {
  await page.goto("/");
  await submit(page, credentials);
  await expect(page.getByRole("button", { name: "Log out" })).toBeVisible();
}

/** Says in the dialog over the page that something is to end. */
export async function confirm(page: Page, act: "End session" | "End all"): Promise<void> {
  await page.getByRole("dialog").getByRole("button", { name: act, exact: true }).click();
}
