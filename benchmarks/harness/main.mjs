// One run: prepare, then rounds over all chosen servers, then the report.
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { prepare, say } from "./build.mjs";
import { chart } from "./chart.mjs";
import { machine } from "./machine.mjs";
import { markdown } from "./markdown.mjs";
import { measure } from "./measure.mjs";
import { HELP, parseOptions } from "./options.mjs";
import { at, scratch } from "./paths.mjs";
import { record } from "./record.mjs";
import { summarize } from "./result.mjs";
import { groups, rows as allRows } from "./rows.mjs";

async function run(options) {
  if (process.platform !== "linux" || cpus().length < 2) throw new Error("needs Linux and two cores: one for the server, one for the load");
  if (options.fresh) rmSync(scratch, { recursive: true, force: true });
  const chosen = groups(options.only);
  prepare(chosen.map((group) => group.server));
  execFileSync("taskset", ["-acp", "1", String(process.pid)], { stdio: "ignore" });
  const recorded = await record(chosen.find((group) => group.server.kind === "ours")?.server, options);

  const rounds = [];
  for (let round = 0; round < options.rounds; round++) {
    say(`round ${round + 1} of ${options.rounds}`);
    rounds.push(await measureRound(turned(chosen, round), options, recorded));
    write(options, chosen, rounds); // a run that is broken off leaves what it has
  }
  console.log(write(options, chosen, rounds));
}

/** Each round begins with another server, so that none is always the first or always follows the same one. */
const turned = (list, by) => list.map((_, i) => list[(i + by) % list.length]);

async function measureRound(chosen, options, recorded) {
  const round = {};
  for (const group of chosen) {
    try {
      Object.assign(round, await measure(group, options, recorded));
    } catch (error) {
      say(`${group.server.name} failed: ${error.message}`);
      for (const row of group.rows) round[row.name] ??= { error: error.message };
    }
  }
  return round;
}

function write(options, chosen, rounds) {
  const rows = chosen.flatMap(({ server, rows }) => rows.map((row) => ({ ...row, kind: server.kind, note: server.note })));
  const { only, out, ...settings } = options;
  const result = { machine: machine(), options: settings, ...summarize(rows, rounds, options), raw: rounds };
  const folder = resolve(out ?? at("results"));
  mkdirSync(folder, { recursive: true });
  const table = markdown(result);
  writeFileSync(join(folder, "latest.json"), `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(join(folder, "latest.md"), table);
  writeFileSync(join(folder, "latest.svg"), chart(result));
  return table;
}

for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else if (options.list) for (const row of allRows) console.log(`${row.name.padEnd(22)} ${row.title}`);
  else await run(options);
} catch (error) {
  console.error(`benchmarks/run: ${error.message}`);
  process.exit(1);
}
