import { defineConfig } from "@playwright/test";
import { defaults, forRelease, type Options, projects } from "./support/projects.ts";

const isComplete = process.env.E2E_ALL === "true";

/** Everything but what has to run alone, on three workers, which wait for each other's servers half of the time: each has servers, ports and folders of its own. */
export default defineConfig<object, Options>({
  ...defaults("report.json"),
  ...(isComplete ? {} : { grepInvert: new RegExp(forRelease) }),
  workers: 3,
  // Files are spread over the workers, the tests of one stay together: they share a server.
  fullyParallel: false,
  projects: projects({ isComplete }),
});
