// The command line.
export const HELP = `benchmarks/run [steps] [options]

steps (none: all of them)
  rows              the table: every row of --list, ours, controls and peers, in interleaved rounds
  startup growth logins flood purge timing jmh
                    what a table of checks per second does not tell; see README.md

  --budget 40m      fit into that time: shorter warming, measurements and steps (recorded in the results)
  --prepare         only build, install and fill the stores, so that a later run measures at once
  --publish         only copy the newest results into docs/performance.md and its picture
  --only a,b        only these rows (names: --list); merged into the newest results
  --continue        go on with a run that was broken off
  --rounds N        rounds, servers interleaved (default 7)
  --seconds N       how long a row is measured in each round, in turns of 1 s (default 6; 4 with --budget)
  --sessions N      live sessions on each server (default 100000)
  --cookies N       how many of them the load rotates through (default 20000)
  --connections N   keep-alive connections of the load (default 64)
  --baseline ROW    the row ratios refer to (default: our session check)
  --spread X        largest spread of a ratio over the rounds, (max - min) / median, that is still printed (default 0.25)
  --port N          port of the server under load (default 8390)
  --out DIR         where the results go (default benchmarks/results; with --quick benchmarks/scratch/quick)
  --fresh           forget the stores that earlier runs filled
  --quick           2 rounds of 2 s, 2000 sessions: a smoke test, not a measurement
  --list            the rows, and what each measures
`;

export const STEPS = ["rows", "startup", "growth", "logins", "flood", "purge", "timing", "jmh"];

// `warm`: a row is loaded in windows of so many seconds until three agree within `spread`, or the limit is reached; the first
// row of a process, whose code nobody has run yet, gets the longer limit.
const DEFAULTS = { rounds: 7, seconds: 6, sessions: 100_000, cookies: 20_000, connections: 64, spread: 0.25, port: 8390,
  mode: "full", warm: { window: 2, spread: 0.03, first: 16, later: 4 } };
const SHORT = { seconds: 4, mode: "short", warm: { window: 1, spread: 0.05, first: 10, later: 3 } };
const QUICK = { rounds: 2, seconds: 2, sessions: 2_000, cookies: 2_000, mode: "quick", warm: { window: 1, spread: 0.2, first: 3, later: 3 } };
const FLAGS = ["quick", "list", "help", "fresh", "prepare", "publish", "continue"];
const TEXTS = ["only", "baseline", "out", "budget"];
const NUMBERS = ["rounds", "seconds", "sessions", "cookies", "connections", "spread", "port"];

export function parseOptions(args) {
  const given = {};
  const steps = [];
  for (let i = 0; i < args.length; i++) {
    const name = args[i].replace(/^--/, "");
    if (!args[i].startsWith("--")) steps.push(step(args[i]));
    else if (FLAGS.includes(name)) given[name] = true;
    else if (TEXTS.includes(name)) given[name] = text(name, args[++i]);
    else if (NUMBERS.includes(name)) given[name] = number(name, args[++i]);
    else throw new Error(`unknown option --${name} (--help tells them all)`);
  }
  const budget = given.budget ? duration(given.budget) : undefined;
  const options = { ...DEFAULTS, ...(budget ? SHORT : {}), ...(given.quick ? QUICK : {}), ...given, budgetSeconds: budget };
  options.only = given.only ? given.only.split(",") : [];
  options.steps = steps.length > 0 ? steps : options.only.length > 0 ? ["rows"] : STEPS;
  options.cookies = Math.min(options.cookies, options.sessions);
  options.warm = { ...options.warm };
  return options;
}

function step(name) {
  if (!STEPS.includes(name)) throw new Error(`expected a step (${STEPS.join(", ")}) or an option, found ${name}`);
  return name;
}

function text(name, value) {
  if (value === undefined) throw new Error(`--${name} needs a value`);
  return value;
}

function number(name, value) {
  if (!(Number(value) > 0)) throw new Error(`--${name} needs a number above 0, found ${value}`);
  return Number(value);
}

function duration(value) {
  const [, count, unit] = /^(\d+)(m|s)$/.exec(value) ?? [];
  if (!count) throw new Error(`--budget needs a time such as 30m or 900s, found ${value}`);
  return Number(count) * (unit === "m" ? 60 : 1);
}
