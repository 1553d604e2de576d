import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Writes `index.html` for a host that serves files and renders nothing, from the same template the server
 * renders: without token, nonce and bootstrap, so the app asks the API who is there.
 */
export function staticPage(template: URL): Plugin {
  return {
    name: "latchkey-static-page",
    apply: "build",
    generateBundle(_, bundle) {
      const entry = Object.values(bundle).find((file) => file.type === "chunk" && file.isEntry);
      if (entry?.type !== "chunk") this.error("no entry chunk to write a page for");
      const styles = [...(entry.viteMetadata?.importedCss ?? [])];
      const tags = [
        ...styles.map((file) => `<link rel="stylesheet" href="/${file}">`),
        ...entry.imports.map((file) => `<link rel="modulepreload" href="/${file}">`),
        `<script type="module" src="/${entry.fileName}"></script>`,
      ];
      const source = readFileSync(template, "utf8")
        .replace(/^.*(csrf-token|csp-nonce|latchkey-bootstrap|latchkey-theme).*\n/gm, "")
        .replace(/\{\{ url_for\('static', filename='([^']+)'\) \}\}/g, "/static/$1")
        .replace(/\{\{ asset\('src\/main\.ts'\) \}\}/, tags.join("\n    "));
      if (source.includes("{{")) this.error("the template has an expression a static host cannot render");
      this.emitFile({ type: "asset", fileName: "index.html", source });
    },
  };
}
