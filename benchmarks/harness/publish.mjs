// Puts the newest results into the documentation: the page and its picture, the tables beside it, and a sentence in the README.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chart } from "./chart.mjs";
import { found, isBusy, markdown, origin, targetsTable } from "./markdown.mjs";
import { root } from "./paths.mjs";
import { interval, paired } from "./statistics.mjs";
import { targets } from "./targets.mjs";

const BEGIN = "<!-- results: written by ./benchmarks/run --publish -->";
const END = "<!-- end of results -->";

export function publish(file) {
  if (!existsSync(file)) throw new Error(`no results in ${file}: run ./benchmarks/run first`);
  const all = JSON.parse(readFileSync(file, "utf8"));
  if (all.standard?.options.quick) throw new Error("the newest results are of --quick: they tell nothing");
  if (!all.standard?.result) throw new Error("the newest results have no standard run: ./benchmarks/run");
  const { profile: _, ...told } = all; // a profile is for whoever works on it
  within("docs/performance.md", page(told));
  within("docs/performance-tables.md", markdown(told));
  within("README.md", sentence(told));
  writeFileSync(join(root, "docs/images/performance.svg"), chart(told));
}

const page = (all) => `${origin(all.standard)}\n\n${targetsTable(targets(found(all)).filter(({ first, verdict }) => first && verdict !== "not measured"))}\n`;

/** What a check takes, and how often that is what others take, in words. */
export function sentence(all) {
  const { rows } = all.standard.result;
  const micros = (name) => interval(rows[name].starts.map((turns) => turns.map((turn) => turn.micros)))?.median;
  const [best, other] = ["io_uring", "epoll"].filter((name) => micros(name)).sort((a, b) => micros(a) - micros(b));
  const alone = interval(paired(rows[best], rows[`engine-${best}`], (a, b) => b.micros / a.micros))?.median;
  const held = Object.fromEntries(targets(found(all)).map((one) => [one.what, one.value?.median]));
  const peers = [["@fastify/session", "÷ @fastify/session"], ["Flask-Login", "÷ Flask-Login"]].filter(([, what]) => held[what]);
  return `On a core of a ${isBusy(all.standard.load) ? "busy " : ""}virtual machine a durable, complete session check takes ${micros(best).toFixed(1)} µs of CPU with ${best}${
    other ? ` and ${micros(other).toFixed(1)} µs with ${other}` : ""}: ${thousand(1e6 / micros(best))} a second${
    alone ? `, ${alone.toFixed(2)} of what its engine does without thinking` : ""}${
    peers.length > 0 ? `, and ${peers.map(([name, what]) => `${Math.floor(held[what])} times ${name}`).join(" and ")}` : ""}.\n`;
}

const thousand = (value) => `${Math.round(value / 1000).toLocaleString("en-US")},000`;

function within(name, text) {
  const file = join(root, name);
  const before = readFileSync(file, "utf8");
  const begin = before.indexOf(BEGIN);
  const end = before.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${name} has lost its marks: "${BEGIN}" and "${END}"`);
  writeFileSync(file, `${before.slice(0, begin + BEGIN.length)}\n${text.trim()}\n${before.slice(end)}`);
}
