import { defineConfig } from "@playwright/test";
import { deployments, type SetupName } from "./support/setups.ts";

const others = (Object.keys(deployments) as (keyof typeof deployments)[]).filter(
  (name) => name !== "embedded",
);

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
  use: { trace: "retain-on-failure" },
  projects: [
    { name: "embedded", use: { setup: "embedded" } },
    ...others.map((setup) => ({ name: setup, use: { setup }, testMatch: "deployments.spec.ts" })),
  ],
});
