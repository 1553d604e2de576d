import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { precompress } from "./build/precompress.ts";
import { staticPage } from "./build/staticPage.ts";

// What Vite itself serves in development; everything else is a page or the API, and the server's.
const vites = /^\/(@|src\/|node_modules\/|static\/|__)/;

export default defineConfig(({ mode }) => ({
  appType: "custom",
  base: "./", // wherever it is put; `vite build --base /login-app/` where a host of files has it below a path
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true } }),
    staticPage(new URL("templates/index.html", import.meta.url)),
    precompress(),
  ],
  // Tests mount components in jsdom: they need Svelte's browser build.
  ...(mode === "test" ? { resolve: { conditions: ["browser"] } } : {}),
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      "/": {
        target: process.env.LATCHKEY_SERVER ?? "http://127.0.0.1:5000",
        changeOrigin: false, // the server sees the address the browser sees
        bypass: (request) => (vites.test(request.url ?? "") ? request.url : undefined),
      },
    },
  },
  build: {
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // the page's CSP has no data:
    rolldownOptions: { input: "src/main.ts" },
  },
  test: {
    environment: "jsdom",
    setupFiles: "test/setup.ts",
    projects: [
      // Loading what a page stands on takes most of the time: what does not change it shares it.
      {
        extends: true,
        test: {
          name: "parts",
          include: ["test/**/*.test.ts"],
          exclude: ["test/app.test.ts"],
          isolate: false,
        },
      },
      // The router goes on watching its document.
      { extends: true, test: { name: "app", include: ["test/app.test.ts"] } },
    ],
  },
}));
