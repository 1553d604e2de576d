// One run: prepare, then each command, then the report; written after each of them.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { prepare, say } from "./build.mjs";
import { commands } from "./commands/all.mjs";
import { machine } from "./machine.mjs";
import { markdown } from "./markdown.mjs";
import { HELP, parseOptions } from "./options.mjs";
import { at, folder } from "./paths.mjs";
import { watchMachine } from "./proc.mjs";
import { publish } from "./publish.mjs";

const resultFile = (options) => join(resolve(options.out ?? (options.quick ? folder("quick") : at("results"))), "latest.json");

/** What earlier runs left; this one replaces its part of it: { name of a command: { machine, options, minutes, result | error, … } } */
const before = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

async function run(options) {
  if (process.platform !== "linux" || cpus().length < 2) throw new Error("needs Linux and two cores: one for the server, one for the load");
  prepare(options.commands.flatMap((name) => commands[name].prepare));
  execFileSync("taskset", ["-acp", "1", String(process.pid)], { stdio: "ignore" });
  const file = resultFile(options);
  mkdirSync(join(file, ".."), { recursive: true });
  for (const name of options.commands) {
    const found = await measured(name, options);
    const all = { ...before(file), [name]: found };
    replace(file, `${JSON.stringify(all)}\n`);
    replace(file.replace(/json$/, "md"), markdown(all));
    console.log(markdown({ [name]: found }));
  }
}

async function measured(name, options) {
  const { only, out, help: _, publish: __, commands: ___, ...settings } = options;
  const close = watchMachine();
  const began = Date.now();
  const around = () => ({ machine: machine(), options: settings, minutes: (Date.now() - began) / 60_000, ...close() });
  say(name);
  try {
    const result = await commands[name].run(options);
    return { ...around(), result };
  } catch (error) {
    say(`${name} failed: ${error.message}`);
    process.exitCode = 1;
    return { ...around(), error: error.message };
  }
}

/** Whole or not at all: a run that ends while writing leaves the results before. */
function replace(file, text) {
  writeFileSync(`${file}.part`, text);
  renameSync(`${file}.part`, file);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) console.log(HELP);
  else if (options.publish) publish(resultFile(options));
  else await run(options);
} catch (error) {
  console.error(`benchmarks/run: ${error.message}`);
  process.exitCode = 1;
}
