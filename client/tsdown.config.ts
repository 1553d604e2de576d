import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["index", "react", "vue", "svelte", "angular", "server", "events", "testing"].map(
    (name) => `src/${name}.ts`,
  ),
  format: "esm",
  platform: "neutral",
  target: "es2022",
  dts: true,
  sourcemap: true,
  clean: true,
});
