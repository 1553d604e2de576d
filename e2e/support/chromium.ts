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

/**
 * What Playwright turns off itself, in the release that package.json names: the browser heeds only the last list it is given, so
 * ours says it again. To be looked at when Playwright is raised.
 */
const offForPlaywright = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsUpgrades",
  "HttpsFirstBalancedModeAutoEnable",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
  "PreconnectToSearch",
];

/**
 * Pages that nobody here sees, and half of a test's time: with every window the browser loads what drops out of its address
 * bar, and keeps a process ready for the next site.
 */
const unseen = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "WebUIOmniboxFullPopup",
  "PreloadTopChromeWebUI",
  "SpareRendererForSitePerProcess",
];

export const chromium: LaunchOptions = {
  executablePath: executablePath(),
  args: [
    `--disable-features=${[...offForPlaywright, ...unseen].join(",")}`,
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
