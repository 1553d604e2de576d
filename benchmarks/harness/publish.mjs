// Puts the newest results into the documentation.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";

const BEGIN = "<!-- results: written by ./benchmarks/run --publish -->";
const END = "<!-- end of results -->";

export function publish(from) {
  const table = join(from, "latest.md");
  if (!existsSync(table)) throw new Error(`no results in ${from}: run ./benchmarks/run first`);
  const { options } = JSON.parse(readFileSync(join(from, "latest.json"), "utf8"));
  if (options.mode === "quick") throw new Error("the newest results are a smoke test (--quick): they tell nothing");
  const page = join(root, "docs/performance.md");
  const text = readFileSync(page, "utf8");
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/performance.md has lost its marks: "${BEGIN}" and "${END}"`);
  writeFileSync(page, `${text.slice(0, begin + BEGIN.length)}\n${readFileSync(table, "utf8").trim()}\n${text.slice(end)}`);
  copyFileSync(join(from, "latest.svg"), join(root, "docs/images/performance.svg"));
}
