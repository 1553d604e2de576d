import { expect, test } from "@playwright/test";
import { chromium } from "./chromium.ts";
import { type JavaExample, jane } from "./examples.ts";
import { submit } from "./loginForm.ts";

export interface Running {
  /** Where browsers find the page. */
  readonly page: string;
  /** Where the page finds the API. */
  readonly api: string;
  /** Who the page says is there. */
  readonly name: string;
  readonly program: JavaExample;
  stop(): Promise<void>;
}

/** What every example with a page shows. */
export function showsNotes(title: string, start: () => Promise<Running>): void {
  test.use({ launchOptions: chromium });
  test.describe(title, () => {
    let running: Running;

    test.beforeAll(async () => {
      test.setTimeout(120_000);
      running = await start();
    });

    test.afterAll(async () => {
      await running?.stop();
    });

    test("somebody logs in, reads, proves the password where it is asked for, and logs out", async ({
      page,
    }) => {
      await page.goto(running.page);
      await submit(page, jane);
      await expect(page.getByRole("heading", { name: running.name })).toBeVisible();
      await expect(page.getByText(`a note of ${running.name}`)).toBeVisible();
      await page.getByRole("button", { name: "Delete notes" }).click();
      await expect(page.getByText("Deleted.")).toBeVisible(); // the password was just given

      running.program.moveAhead(600);
      await page.reload();
      await page.getByRole("button", { name: "Delete notes" }).click();
      await page.getByLabel("Your password").fill(jane.password);
      await page.getByRole("button", { name: "Go on" }).click();
      await expect(page.getByText("Deleted.")).toBeVisible();

      await page.getByRole("button", { name: "Log out" }).click();
      await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
      await page.reload();
      await expect(page.getByRole("heading", { name: "Log in" })).toBeVisible();
    });

    test("whoever does not prove the password deletes nothing", async ({ page }) => {
      await page.goto(running.page);
      await submit(page, jane);
      await expect(page.getByText(`a note of ${running.name}`)).toBeVisible();
      running.program.moveAhead(600);
      await page.getByRole("button", { name: "Delete notes" }).click();
      await page.getByRole("button", { name: "Cancel" }).click();
      await expect(page.getByText("Not deleted.")).toBeVisible();
      await expect(page.getByText(`a note of ${running.name}`)).toBeVisible();
    });

    test("a page that is none of its own writes nothing", async ({ page }) => {
      await page.goto(running.page);
      await submit(page, jane);
      await expect(page.getByText(`a note of ${running.name}`)).toBeVisible();
      // Another site, and another program on this machine: the browser sends the second one's cookies along.
      for (const foreign of ["http://evil.example", "http://localhost:9"]) {
        await page.route(`${foreign}/`, (route) =>
          route.fulfill({
            contentType: "text/html",
            body: `<form method="post" action="${running.api}/api/notes"><button>Win a prize</button></form>`,
          }),
        );
        await page.goto(`${foreign}/`);
        const answered = page.waitForResponse(`${running.api}/api/notes`);
        await page.getByRole("button", { name: "Win a prize" }).click();
        const answer = await answered;
        expect([answer.status(), (await answer.json()).code]).toEqual([403, "origin_rejected"]);
      }
    });
  });
}
