import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Puts a `.br` and a `.gz` beside every text file, so that no server compresses while people wait. */
export function precompress(): Plugin {
  return {
    name: "latchkey-precompress",
    apply: "build",
    enforce: "post",
    writeBundle({ dir = "dist" }) {
      for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (name.startsWith(".") || !/\.(js|css|svg|html|json|txt)$/.test(name)) continue;
        const file = join(dir, name);
        const text = readFileSync(file);
        const brotli = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(`${file}.br`, brotliCompressSync(text, { params: brotli }));
        writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
      }
    },
  };
}
