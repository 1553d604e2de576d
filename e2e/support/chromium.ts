import { existsSync } from "node:fs";
import type { LaunchOptions } from "@playwright/test";

const candidates = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The system's own Chromium: Playwright's download is not needed, and not always possible. */
function executablePath(): string {
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium found: install the package chromium, or name it in CHROMIUM");
  return found;
}

export const chromium: LaunchOptions = {
  executablePath: executablePath(),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
