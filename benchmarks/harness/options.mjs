// The command line.
export const HELP = `benchmarks/run [options]

  --only a,b        measure only these rows or servers (names: --list)
  --rounds N        rounds, servers interleaved (default 7)
  --seconds N       length of one measurement (default 10)
  --sessions N      live sessions on each server (default 100000)
  --cookies N       how many of them the load rotates through (default 20000)
  --connections N   keep-alive connections of the load (default 64)
  --baseline ROW    the row ratios refer to (default: the first one measured)
  --spread X        largest spread of a ratio over the rounds, (max - min) / median, that is still printed (default 0.25)
  --port N          port of the server under load (default 8390)
  --out DIR         where the results go (default benchmarks/results)
  --fresh           forget the stores that earlier runs filled
  --quick           2 rounds of 3 s, 2000 sessions: a smoke test, not a measurement
  --list            the rows, and what each measures
`;

const DEFAULTS = { rounds: 7, seconds: 10, sessions: 100_000, cookies: 20_000, connections: 64, spread: 0.25, port: 8390, warmUpLimit: 40 };
const QUICK = { rounds: 2, seconds: 3, sessions: 2_000, cookies: 2_000, warmUpLimit: 6 };
const FLAGS = ["quick", "list", "help", "fresh"];
const TEXTS = ["only", "baseline", "out"];

export function parseOptions(args) {
  const given = {};
  for (let i = 0; i < args.length; i++) {
    const name = args[i].replace(/^--/, "");
    if (!args[i].startsWith("--")) throw new Error(`expected an option, found ${args[i]}`);
    if (FLAGS.includes(name)) given[name] = true;
    else if (TEXTS.includes(name)) given[name] = args[++i];
    else if (name in DEFAULTS) given[name] = number(name, args[++i]);
    else throw new Error(`unknown option --${name}`);
  }
  const options = { ...DEFAULTS, ...(given.quick ? QUICK : {}), ...given };
  options.only = given.only ? given.only.split(",") : [];
  options.cookies = Math.min(options.cookies, options.sessions);
  return options;
}

function number(name, text) {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} needs a number above 0, found ${text}`);
  return value;
}
