import { defineConfig } from "@playwright/test";
import type { SetupName } from "./support/setups.ts";

const everywhere = "**/deployments.spec.ts";
const attacks = ["csrf", "cookies", "reading", "input"].map((name) => `**/hostile/${name}.spec.ts`);

/** Which files run in which set-up; the embedded one has all the others too. */
const files: Record<Exclude<SetupName, "embedded">, string[]> = {
  "embedded-tls": [everywhere, ...attacks],
  "embedded-http": attacks,
  "embedded-token": [everywhere, "**/hostile/tokens.spec.ts"],
  "embedded-undefended": ["**/hostile/undefended.spec.ts"],
  "cross-origin-ports": [everywhere],
  "cross-origin-subdomains": [everywhere, ...attacks],
  "cross-site": [everywhere, ...attacks],
  "cross-site-unpartitioned": [...attacks],
  nginx: [everywhere],
  "nginx-tls": [everywhere, ...attacks],
  caddy: [everywhere],
  "caddy-tls": [everywhere],
  haproxy: [everywhere],
  "haproxy-tls": [everywhere],
};

export default defineConfig<object, { setup: SetupName }>({
  testDir: "tests",
  // Two cores: a browser and a server each want one.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: { trace: { mode: "retain-on-failure", screenshots: false } },
  projects: [
    {
      name: "embedded",
      use: { setup: "embedded" },
      testIgnore: ["tokens", "undefended"].map((name) => `**/hostile/${name}.spec.ts`),
    },
    ...Object.entries(files).map(([setup, testMatch]) => ({
      name: setup,
      use: { setup: setup as SetupName },
      testMatch,
    })),
  ],
});
