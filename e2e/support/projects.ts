import type { PlaywrightTestConfig, Project } from "@playwright/test";
import type { SetupName } from "./setups.ts";

export type Options = { setup: SetupName };

const everywhere = "**/deployments.spec.ts";
const attacks = ["csrf", "cookies", "reading", "input"].map((name) => `**/hostile/${name}.spec.ts`);
const special = ["tokens", "undefended"].map((name) => `**/hostile/${name}.spec.ts`);

const ofSeveral = "**/many.spec.ts";

/** What a person does, which must not depend on how many servers there are. */
const people = ["login", "logout", "remember", "own-sessions", "password", "fresh"].map(
  (name) => `**/${name}.spec.ts`,
);

/** These promise something within a time, or fill the machine: nobody else may be busy meanwhile. */
export const alone = ["outage", "tls"].map((name) => `**/${name}.spec.ts`);

/**
 * Which files run in which set-up for every change. The attacks run where one jar serves all ports (embedded, which has
 * every other file too), where every site may send the cookie along, and behind a proxy that decrypts.
 */
const always: Record<Exclude<SetupName, "embedded" | Later>, string[]> = {
  "cross-site-unpartitioned": attacks,
  "nginx-tls": [everywhere, ...attacks],
  "embedded-token": ["**/hostile/tokens.spec.ts"],
  "embedded-undefended": ["**/hostile/undefended.spec.ts"],
  "cross-origin-ports": [everywhere],
  "cross-site": [everywhere],
  many: [ofSeveral],
};

/** Of tests that say what a faster one says as well, for every change, and say it of the whole. */
export const forRelease = "@release";

type Later =
  | "embedded-http"
  | "embedded-tls"
  | "cross-origin-subdomains"
  | "nginx"
  | "caddy"
  | "caddy-tls"
  | "haproxy"
  | "haproxy-tls";

/**
 * What `./verify --all` adds: the attacks in every set-up, whole walks through the app in set-ups whose own part another test
 * has for every change (each proxy's in proxies.spec.ts, tokens in theirs), and the tests that are tagged for a release.
 */
const later: Partial<Record<SetupName, string[]>> = {
  "embedded-http": attacks,
  "embedded-tls": [everywhere, ...attacks],
  "embedded-token": [everywhere],
  "cross-origin-subdomains": [everywhere, ...attacks],
  "cross-site": attacks,
  nginx: [everywhere],
  caddy: [everywhere],
  "caddy-tls": [everywhere],
  many: [everywhere, ...people],
  haproxy: [everywhere],
  "haproxy-tls": [everywhere],
};

export function projects({ isComplete }: { isComplete: boolean }): Project<object, Options>[] {
  const files = new Map<SetupName, string[]>(Object.entries(always) as [SetupName, string[]][]);
  if (isComplete) {
    for (const [setup, more] of Object.entries(later) as [SetupName, string[]][]) {
      files.set(setup, [...(files.get(setup) ?? []), ...more]);
    }
  }
  return [
    { name: "embedded", use: { setup: "embedded" }, testIgnore: [...special, ...alone, ofSeveral] },
    ...[...files].map(([setup, testMatch]) => ({ name: setup, use: { setup }, testMatch })),
  ];
}

/** What both configurations share. */
export function defaults(report: string): PlaywrightTestConfig<object, Options> {
  return {
    testDir: "tests",
    forbidOnly: true,
    retries: 0,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    reporter: [["list"], ["json", { outputFile: `test-results/${report}` }]],
    // Snapshots of every step cost time in each test that passes; a picture of the end tells most.
    use: {
      trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
      screenshot: "only-on-failure",
    },
  };
}
