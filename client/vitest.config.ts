import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";

const plugins = [svelte({ configFile: false, compilerOptions: { runes: true } })];

export default defineConfig({
  test: {
    projects: [
      {
        plugins,
        test: {
          name: "client and servers",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.dom.test.ts"],
          environment: "node",
        },
      },
      {
        plugins,
        // Components are mounted in jsdom: they need their frameworks' browser builds.
        resolve: { conditions: ["browser"] },
        test: { name: "page", include: ["test/**/*.dom.test.ts"], environment: "jsdom" },
      },
    ],
  },
});
