import { existsSync } from "node:fs";
import type { LaunchOptions } from "@playwright/test";

/** The system's own: Playwright's download is not needed, and not always possible. */
const installed = (...candidates: (string | undefined)[]) =>
  candidates.find((path) => path && existsSync(path));

function wholeBrowser(): string {
  const found = installed(
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  );
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

const options = (executablePath: string): LaunchOptions => ({
  executablePath,
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
});

/** With a person's settings, by which cookies of other sites are kept or not. */
export const whole = options(wholeBrowser());

const shell =
  process.env.CHROMIUM || process.env.E2E_ALL === "true"
    ? undefined
    : installed("/usr/bin/chromium-headless-shell");

/**
 * What loads pages and keeps cookies, without the window around it, which takes a third of the time: it is what Playwright drives
 * by default. The whole browser before a release, or where a system has nothing else.
 */
export const chromium = shell ? options(shell) : whole;
