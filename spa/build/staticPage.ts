import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Writes `index.html` for a host that serves files and renders nothing, from the same template the server
 * renders: without token, nonce and bootstrap, so the app asks the API who is there.
 */
export function staticPage(template: URL): Plugin {
  let base = "/";
  return {
    name: "latchkey-static-page",
    apply: "build",
    // A page may be opened at any depth: it needs to know where the build is, and the root is taken where nobody said.
    configResolved: (config) => {
      base = config.base.startsWith("/") ? config.base : "/";
    },
    generateBundle(_, bundle) {
      const entry = Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry);
      if (entry?.type !== "chunk") this.error("no entry chunk to write a page for");
      const styles = [...(entry.viteMetadata?.importedCss ?? [])];
      const tags = [
        ...styles.map((file) => `<link rel="stylesheet" href="${base}${file}">`),
        ...entry.imports.map((file) => `<link rel="modulepreload" href="${base}${file}">`),
        `<script type="module" src="${base}${entry.fileName}"></script>`,
      ];
      const source = readFileSync(template, "utf8")
        .replace(/^.*(csrf-token|csp-nonce|latchkey-bootstrap|latchkey-theme).*\n/gm, "")
        .replace(/\{\{ url_for\('static', filename='([^']+)'\) \}\}/g, `${base}static/$1`)
        .replace(/\{\{ asset\('src\/main\.ts'\) \}\}/, tags.join("\n    "));
      if (source.includes("{{")) this.error("the template has an expression a static host cannot render");
      this.emitFile({ type: "asset", fileName: "index.html", source });
    },
  };
}
