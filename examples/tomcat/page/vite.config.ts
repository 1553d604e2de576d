import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte()],
  // In development Vite is the proxy of the one domain; elsewhere nginx, Caddy or HAProxy.
  server: {
    port: 5173,
    strictPort: true,
    proxy: { "/api": { target: "http://127.0.0.1:8080", xfwd: true } },
  },
});
