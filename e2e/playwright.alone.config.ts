import { defineConfig } from "@playwright/test";
import { alone, defaults, type Options } from "./support/projects.ts";

/** What measures time or memory: with the machine to itself. */
export default defineConfig<object, Options>({
  ...defaults("report-alone.json"),
  workers: 1,
  testMatch: alone,
  projects: [{ name: "embedded", use: { setup: "embedded" } }],
});
