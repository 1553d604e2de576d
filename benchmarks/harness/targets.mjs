// What the product set out to reach, beside what was measured.
import { interval, paired } from "./statistics.mjs";

const perCheck = (turn) => turn.micros;
const exactly = (value) => (value === undefined ? undefined : { median: value, low: value, high: value });

/** Checks per CPU second of the one row ÷ those of the other, from the turns they took side by side. */
const rate = (rows, one, other) => interval(paired(rows?.[one], rows?.[other], (a, b) => perCheck(b) / perCheck(a)));
/** CPU of the one ÷ that of the other. */
const cost = (rows, one, other) => interval(paired(rows?.[one], rows?.[other], (a, b) => perCheck(a) / perCheck(b)));
const more = (rows, one, other) => interval(paired(rows?.[one], rows?.[other], (a, b) => perCheck(a) - perCheck(b)));

function p99(rows, one, other) {
  const half = (name) => rows?.[name] && { starts: rows[name].half };
  return interval(paired(half(one), half(other), (a, b) => a.latencyMicros.p99 / b.latencyMicros.p99));
}

const inSeconds = (found) => found && { ...found, median: found.median / 1000, low: found.low / 1000, high: found.high / 1000 };

const BEFORE_THE_ENGINE = "8425b92";
const before = ({ versus }) => (versus?.commit.startsWith(BEFORE_THE_ENGINE) ? versus.rows : undefined);

// `first`: in the table of the page. `of` takes what each command found.
const LIST = [
  { what: "session check: our own work beyond its engine, epoll", sign: "≤", limit: 2.2, unit: "µs", first: true, of: ({ standard }) => more(standard?.rows, "epoll", "engine-epoll") },
  { what: "the same, io_uring", sign: "≤", limit: 2.2, unit: "µs", first: true, of: ({ standard }) => more(standard?.rows, "io_uring", "engine-io_uring") },
  { what: "session check ÷ its engine alone, epoll", sign: "≥", limit: 0.78, unit: "×", first: true, of: ({ standard }) => rate(standard?.rows, "epoll", "engine-epoll") },
  { what: "the same, io_uring", sign: "≥", limit: 0.68, unit: "×", first: true, of: ({ standard }) => rate(standard?.rows, "io_uring", "engine-io_uring") },
  { what: "session check on epoll ÷ raw Netty's own codec on epoll", sign: "≥", limit: 0.8, unit: "×", first: true, of: ({ standard }) => rate(standard?.rows, "epoll", "netty") },
  { what: "session check on io_uring ÷ raw Netty on epoll", sign: "≥", limit: 1.1, unit: "×", first: true, of: ({ standard }) => rate(standard?.rows, "io_uring", "netty") },
  { what: "with access log ÷ without", sign: "≥", limit: 0.9, unit: "×", first: true, of: ({ standard }) => rate(standard?.rows, "access-log", "epoll") },
  { what: "HTTP/2 with 32 streams ÷ HTTP/1.1, both over TLS", sign: "≥", limit: 0.8, unit: "×", first: true, of: ({ standard }) => rate(standard?.rows, "h2", "tls") },
  { what: "forged cookie ÷ a good one", sign: "≥", limit: 0.5, unit: "×", of: ({ standard }) => rate(standard?.rows, "forged", "epoll") },
  { what: "p99 at half load ÷ raw Netty's, epoll", sign: "≤", limit: 1.5, unit: "×", first: true, of: ({ standard }) => p99(standard?.rows, "epoll", "netty") },
  { what: "the same, io_uring", sign: "≤", limit: 1.5, unit: "×", of: ({ standard }) => p99(standard?.rows, "io_uring", "netty") },
  { what: "start to the first 200, one core, class cache", sign: "≤", limit: 0.6, unit: "s", first: true, of: ({ standard }) => inSeconds(standard?.starts.aot.millis) },
  { what: "RSS after the start", sign: "≤", limit: 110, unit: "MiB", first: true, of: ({ standard }) => standard?.starts.aot.rssMiB },
  { what: "10,000 connections held idle", sign: "≤", limit: 60, unit: "MiB more", first: true, of: ({ standard }) => exactly(standard?.held.idle.moreMiB) },
  { what: "good clients answered beside 10,000 half-sent bodies", sign: "≥", limit: 100, unit: "%", of: ({ standard }) => exactly(standard && (100 * standard.held.halfSent.good) / standard.held.halfSent.asked) },
  { what: "CPU of a check ÷ the commit before the engine on Netty, epoll", sign: "≤", limit: 0.82, unit: "×", of: (found) => cost(before(found), "epoll", "other") },
  { what: "the same, io_uring", sign: "≤", limit: 0.62, unit: "×", of: (found) => cost(before(found), "io_uring", "other") },
  { what: "÷ Spring Security in memory, epoll", sign: "≥", limit: 4, unit: "×", first: true, of: ({ peers }) => rate(peers?.rows, "epoll", "spring-memory") },
  { what: "the same, io_uring", sign: "≥", limit: 5.5, unit: "×", of: ({ peers }) => rate(peers?.rows, "io_uring", "spring-memory") },
  { what: "÷ @fastify/session", sign: "≥", limit: 7, unit: "×", first: true, of: ({ peers }) => rate(peers?.rows, "io_uring", "fastify") },
  { what: "÷ express-session on SQLite", sign: "≥", limit: 120, unit: "×", of: ({ peers }) => rate(peers?.rows, "io_uring", "express") },
  { what: "÷ Flask-Login", sign: "≥", limit: 40, unit: "×", first: true, of: ({ peers }) => rate(peers?.rows, "io_uring", "flask-login") },
  { what: "÷ better-auth", sign: "≥", limit: 110, unit: "×", of: ({ peers }) => rate(peers?.rows, "io_uring", "better-auth") },
  { what: "logins ÷ permits × hash time", sign: "≥", limit: 0.95, unit: "×", of: ({ logins }) => exactly(logins?.share) },
  { what: "session check on PostgreSQL ÷ on SQLite", sign: "≥", limit: 0.9, unit: "×", of: ({ nodes }) => rate(nodes?.rows, "postgresql", "epoll") },
  { what: "logout on three servers, p50", sign: "≤", limit: 50, unit: "ms", of: ({ nodes }) => exactly(nodes?.logouts.p50) },
  { what: "the same, p99", sign: "≤", limit: 1100, unit: "ms", of: ({ nodes }) => exactly(nodes?.logouts.p99) },
  { what: "the same beside a paused server, the slowest", sign: "≤", limit: 1100, unit: "ms", of: ({ nodes }) => exactly(nodes?.paused.max) },
  { what: "write operations for 100 logins and logouts a second", sign: "≤", limit: 300, unit: "", of: ({ nodes }) => exactly(nodes?.syncs.of100) },
  { what: "an end on one server is told to a page on another, p99", sign: "≤", limit: 1000, unit: "ms", of: ({ nodes }) => exactly(nodes?.told.p99) },
  { what: "served after an outage of PostgreSQL", sign: "≤", limit: 5, unit: "s", of: ({ nodes }) => exactly(nodes && nodes.outage.millis / 1000) },
  { what: "RSS with 1,000,000 sessions in memory", sign: "≤", limit: 800, unit: "MiB",
    of: ({ growth }) => exactly(growth?.sizes.find((one) => one.sessions === 1_000_000 && one.cache === 1_000_000)?.rssMiB) },
];

/** [{ what, target, measured, verdict: "met" | "missed" | "not told apart" | "not measured", first }] for what the commands found, by name. */
export const targets = (found) =>
  LIST.map(({ what, sign, limit, unit, first = false, of }) => {
    const value = of(found);
    return { what, first, target: `${sign} ${limit} ${unit}`, measured: tell(value, unit), value, verdict: verdict(value, sign, limit) };
  });

/** Met when the whole interval is, missed when none of it is. */
export function verdict(value, sign, limit) {
  if (value === undefined) return "not measured";
  const holds = (one) => (sign === "≥" ? one >= limit : one <= limit);
  if (holds(value.low) && holds(value.high)) return "met";
  return holds(value.low) || holds(value.high) ? "not told apart" : "missed";
}

function tell(value, unit) {
  if (value === undefined) return "–";
  const digits = Math.abs(value.median) >= 20 ? 0 : 2;
  const range = value.low === value.high ? "" : ` (${value.low.toFixed(digits)}–${value.high.toFixed(digits)})`;
  return `${value.median.toFixed(digits)} ${unit}${range}`;
}
