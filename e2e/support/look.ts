import { join, resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const pictures = process.env.PICTURES ? resolve("..", process.env.PICTURES) : "test-results/pictures";
// Narrow and dark comes last: in that the next step is taken.
const schemes = ["light", "dark"] as const;
const widths = { wide: { width: 1280, height: 800 }, narrow: { width: 320, height: 640 } };

/** Where axe is asked: a scheme has colours of its own and a width a layout, so that two hold what four do; all before a release. */
const asked = {
  always:
    process.env.E2E_ALL === "true"
      ? ["light-wide", "light-narrow", "dark-wide", "dark-narrow"]
      : ["light-wide", "dark-narrow"],
  once: ["dark-narrow"],
};

/** Looks at a state of the page in each scheme and width: nothing scrolls sideways, and axe finds nothing. */
export async function look(page: Page, state: string, axe: keyof typeof asked = "always"): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    for (const [size, viewport] of Object.entries(widths)) {
      await page.setViewportSize(viewport);
      const how = `${colorScheme}-${size}`;
      if (asked[axe].includes(how)) await expectAccessible(page, `${state}, ${how}`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${state}, ${how}, scrolls sideways`).toBeLessThanOrEqual(0);
      await page.screenshot({ path: join(pictures, `${state}-${how}.png`) });
    }
  }
}

async function expectAccessible(page: Page, what: string): Promise<void> {
  // Without the empty tab that it otherwise opens each time; it is for frames, and there are none.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  expect(violations, what).toEqual([]);
}
