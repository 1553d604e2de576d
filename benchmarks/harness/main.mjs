// One run: prepare, then rounds over all chosen servers, then the other steps, then the report; written after each of them.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { prepare, say } from "./build.mjs";
import { chart } from "./chart.mjs";
import { start } from "./launch.mjs";
import { machine } from "./machine.mjs";
import { markdown } from "./markdown.mjs";
import { spentOnce, stopAll } from "./member.mjs";
import { HELP, parseOptions, STEPS } from "./options.mjs";
import { ours } from "./ours.mjs";
import { at, folder, scratch } from "./paths.mjs";
import { publish } from "./publish.mjs";
import { record } from "./record.mjs";
import { summarize } from "./result.mjs";
import { measureRound, turned } from "./round.mjs";
import { groups, rows as allRows } from "./rows.mjs";
import { scenarios as steps } from "./scenarios/all.mjs";
import { dataFolder, fill, resetStore } from "./sessions.mjs";
import { targets } from "./targets.mjs";

const SPARE_SECONDS = 30; // of a budget, for what takes longer than planned

const outFolder = (options) => resolve(options.out ?? (options.quick ? folder("quick") : at("results")));

async function run(options) {
  if (process.platform !== "linux" || cpus().length < 2) throw new Error("needs Linux and two cores: one for the server, one for the load");
  const budget = timeBudget(options);
  if (options.fresh) rmSync(scratch, { recursive: true, force: true });
  const chosen = options.steps.includes("rows") ? groups(options.only) : [];
  const unbuilt = prepare([ours, ...chosen.map((group) => group.server)]);
  for (const group of chosen) group.unbuilt = group.server.prepare.map((step) => unbuilt.get(step)).find(Boolean);
  execFileSync("taskset", ["-acp", "1", String(process.pid)], { stdio: "ignore" });
  if (options.prepare) return fillStores(chosen, options);

  const state = before(options);
  if (chosen.length > 0) await measureRows(chosen, state, options, budget);
  for (const name of options.steps.filter((step) => step !== "rows")) {
    if (options.continue && state.scenarios[name]?.result) continue;
    state.scenarios[name] = await measureStep(name, options, budget);
    write(options, state);
  }
  console.log(write(options, state));
}

/** Builds nothing and measures nothing that a run would not: only makes it begin at once. */
async function fillStores(chosen, options) {
  const failed = [];
  const attempt = async (what, work) => {
    try {
      await work();
    } catch (error) {
      say(`${what} failed: ${error.message}`);
      failed.push(what);
    }
  };
  for (const name of options.steps.filter((step) => step !== "rows")) {
    say(`stores of ${name}`);
    for (const store of steps[name].stores(options)) await attempt(`store of ${name}`, store);
  }
  for (const { server, unbuilt } of chosen.filter((group) => group.server.keepsStore)) {
    await attempt(server.name, async () => {
      if (unbuilt) throw new Error(`could not be built: ${unbuilt}`);
      resetStore(server, options);
      const running = await start(server, { port: options.port, data: dataFolder(server, options), recorded: folder("recorded") });
      try {
        await fill(server, options);
      } finally {
        await running.stop();
      }
    });
  }
  if (failed.length > 0) throw new Error(`not everything could be prepared: ${failed.join(", ")}`);
  say("prepared");
}

/** What earlier runs left, where this one only adds to it. */
function before(options) {
  const file = join(outFolder(options), "latest.json");
  const adds = options.continue || options.only.length > 0 || STEPS.some((step) => !options.steps.includes(step));
  if (!adds || !existsSync(file)) return { rounds: [], scenarios: {} };
  const earlier = JSON.parse(readFileSync(file, "utf8"));
  const same = ["sessions", "cookies", "connections"].every((name) => earlier.options[name] === options[name]);
  if (!same && options.steps.includes("rows")) {
    say("the newest results were measured with other numbers of sessions, cookies or connections: their rows are left out");
    return { rounds: [], scenarios: earlier.scenarios };
  }
  return { rounds: earlier.raw, scenarios: earlier.scenarios, settings: earlier.raw.length > 0 ? earlier.options : undefined };
}

async function measureRows(chosen, state, options, budget) {
  const recorded = await record(ours, options);
  chosen.forEach((group, i) => (group.port = options.port + i));
  const names = chosen.flatMap((group) => group.rows.map((row) => row.name));
  const isDone = (round) => round && names.every((name) => round[name]?.saturated);
  const todo = Array.from({ length: options.rounds }, (_, round) => round).filter((round) => !(options.continue && isDone(state.rounds[round])));
  for (const [done, round] of todo.entries()) {
    say(`round ${round + 1} of ${options.rounds}`);
    const began = Date.now();
    const once = spentOnce();
    const measured = await measureRound(turned(chosen, round), options, recorded, done > 0 ? budget.rowsUntil : Infinity);
    while (state.rounds.length <= round) state.rounds.push({});
    Object.assign(state.rounds[round], measured);
    write(options, state); // a run that is broken off leaves what it has
    tighten(options, Date.now() - began - (spentOnce() - once), todo.length - done - 1, budget.rowsUntil);
  }
  await stopAll();
}

function timeBudget(options) {
  if (!options.budgetSeconds) return { until: Infinity, rowsUntil: Infinity };
  const until = Date.now() + options.budgetSeconds * 1000;
  const others = options.steps.filter((step) => step !== "rows").reduce((sum, name) => sum + steps[name].seconds[options.mode], 0);
  return { until, rowsUntil: until - (others + SPARE_SECONDS) * 1000 };
}

/** When the rounds to come would not fit, they measure for a shorter time; never below what tells something: Java compiles for ten seconds and more. */
function tighten(options, roundMillis, roundsLeft, until) {
  const share = (until - Date.now()) / (roundMillis * roundsLeft);
  if (roundsLeft === 0 || share >= 1) return;
  const shorter = (value, least) => Math.min(value, Math.max(least, Math.floor(value * share)));
  options.seconds = shorter(options.seconds, 2);
  options.warm.first = shorter(options.warm.first, 10);
  options.warm.later = shorter(options.warm.later, 3);
  say(`the rounds take longer than the budget allows: from here ${options.seconds} s a measurement, warming at most ${options.warm.first} s`);
}

async function measureStep(name, options, budget) {
  const at = new Date().toISOString();
  const expected = steps[name].seconds[options.mode];
  if (Date.now() + expected * 1000 > budget.until + SPARE_SECONDS * 1000) {
    say(`${name} is left out: the time budget is used up`);
    return { at, error: `left out: the time budget was used up (\`./benchmarks/run ${name}\` adds it)` };
  }
  say(`${name} (about ${expected} s)`);
  const began = Date.now();
  try {
    return { at, mode: options.mode, result: await steps[name].run(options), seconds: (Date.now() - began) / 1000 };
  } catch (error) {
    say(`${name} failed: ${error.message}`);
    return { at, mode: options.mode, error: error.message };
  }
}

function write(options, { rounds, scenarios, settings: earlier }) {
  const withServer = groups([]).flatMap(({ server, rows }) => rows.map((row) => ({ ...row, kind: server.kind, note: server.note })));
  const rows = withServer.filter((row) => rounds.some((round) => round[row.name]));
  const { only, out, prepare: _, publish: __, continue: ___, ...now } = options;
  // What was only added to keeps the settings that its rows were measured with.
  const settings = earlier ? { ...earlier, commandLine: [...new Set([earlier.commandLine, now.commandLine])].filter(Boolean).join("`, then `./benchmarks/run ") } : now;
  const summary = rows.length > 0 ? summarize(rows, rounds, options) : { baseline: undefined, rows: [] };
  const result = { machine: machine(), options: settings, ...summary, targets: targets({ rounds, options, scenarios }), scenarios, raw: rounds };
  const into = outFolder(options);
  mkdirSync(into, { recursive: true });
  const table = markdown(result);
  replace(join(into, "latest.json"), `${JSON.stringify(result)}\n`);
  replace(join(into, "latest.md"), table);
  if (rows.some((row) => row.chart)) replace(join(into, "latest.svg"), chart(result));
  return table;
}

/** Whole or not at all: a run that ends while writing leaves the results before. */
function replace(file, text) {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));

try {
  const args = process.argv.slice(2);
  const options = { ...parseOptions(args), commandLine: args.join(" ") };
  if (options.help) console.log(HELP);
  else if (options.list) for (const row of allRows) console.log(`${row.name.padEnd(22)} ${row.title}`);
  else if (options.publish) publish(outFolder(options));
  else await run(options);
} catch (error) {
  console.error(`benchmarks/run: ${error.message}`);
  process.exit(1);
}
