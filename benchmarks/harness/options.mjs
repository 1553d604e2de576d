// The command line.
import { commands as known } from "./commands/all.mjs";

export const HELP = `benchmarks/run [commands] [options]

commands (none: standard)
  standard          our session check beside its engine alone and raw Netty, on both transports; TLS and HTTP/2; starts; held connections
  peers             what one would use instead
  growth            what a check and a session cost, up to 5 million of them
  logins nodes flood timing purge
                    what a session check does not tell; see README.md
  versus            beside the server packaged in another checkout (--other DIR)
  profile           where the CPU time of a check goes (--transport epoll)

  --publish         only write the newest results into docs/ and README.md
  --quick           two minutes that try the harness; the numbers mean nothing and are kept apart
  --starts N        how often every server is started anew (default 4)
  --turns N         turns of each row in each start (default 10)
  --seconds N       length of a turn (default 1)
  --minutes N       standard: begin no further start that would end later (default 25)
  --sessions N      live sessions on ours (default 100000)
  --only a,b        peers: only these
  --other DIR       versus: the other checkout
  --transport NAME  profile: io_uring or epoll (default io_uring)
  --port N          first port of the servers under load (default 8390)
  --out DIR         where the results go (default benchmarks/results; with --quick benchmarks/scratch/quick)
`;

// `warm`: seconds until a server that has not settled is measured all the same.
const DEFAULTS = { starts: 4, turns: 10, seconds: 1, minutes: 25, halfTurns: 3, startUps: 9, warm: 16, sessions: 100_000, peerSessions: 20_000, cookies: 20_000,
  connections: 64, heldConnections: 10_000, transport: "io_uring", port: 8390 };
const QUICK = { starts: 1, turns: 2, halfTurns: 1, startUps: 1, warm: 2, sessions: 2_000, peerSessions: 500, cookies: 2_000, heldConnections: 500 };
const FLAGS = ["quick", "help", "publish"];
const TEXTS = ["only", "out", "other", "transport"];
const NUMBERS = ["starts", "turns", "seconds", "minutes", "sessions", "port"];

export function parseOptions(args) {
  const given = {};
  const commands = [];
  for (let i = 0; i < args.length; i++) {
    const name = args[i].replace(/^--/, "");
    if (!args[i].startsWith("--")) commands.push(command(args[i]));
    else if (FLAGS.includes(name)) given[name] = true;
    else if (TEXTS.includes(name)) given[name] = text(name, args[++i]);
    else if (NUMBERS.includes(name)) given[name] = number(name, args[++i]);
    else throw new Error(`unknown option --${name} (--help tells them all)`);
  }
  const options = { ...DEFAULTS, ...(given.quick ? QUICK : {}), ...given };
  options.only = given.only ? given.only.split(",") : [];
  options.commands = commands.length > 0 ? commands : ["standard"];
  options.cookies = Math.min(options.cookies, options.sessions);
  return options;
}

function command(name) {
  if (!(name in known)) throw new Error(`expected a command (${Object.keys(known).join(", ")}) or an option, found ${name}`);
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
