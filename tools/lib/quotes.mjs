// Prints every block of code by which a page shows a file that no longer says so. Such a block names the file behind its
// language; a line "…" leaves something out, and how far code is indented does not count.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const block = /^```[a-z]+ (\S+\/\S+)\n([\s\S]*?)^```$/gm;
const lines = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

function says(file, shown) {
  if (!existsSync(file)) return false;
  const whole = `\n${lines(readFileSync(file, "utf8")).join("\n")}\n`;
  let from = 0;
  return shown.split(/^\s*…\n/m).every((part) => {
    const text = `\n${lines(part).join("\n")}\n`;
    const at = whole.indexOf(text, from);
    from = at + text.length - 1;
    return at >= 0;
  });
}

const pages = execFileSync("git", ["ls-files", "*.md"], { encoding: "utf8" }).trim().split("\n");
for (const page of pages) {
  for (const [, file, shown] of readFileSync(page, "utf8").matchAll(block)) {
    if (!says(file, shown)) console.log(`${page}: ${file}: ${lines(shown)[0]}`);
  }
}
