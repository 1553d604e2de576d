// The standard run: our session check beside what does the same without thinking, on both transports; over TLS and HTTP/2; starts; held connections.
import { holdConnections } from "../connections.mjs";
import { CHECK, percent, whole } from "../ours.mjs";
import { record } from "../record.mjs";
import { rowsTable } from "../rowstable.mjs";
import { seeded } from "../seed.mjs";
import { engineControl, nettyControl, ours } from "../servers.mjs";
import { measureStarts, startsTable } from "../startup.mjs";
import { byTurns } from "../turns.mjs";

const session = { path: CHECK, cookies: "session" };
const loggedBy = { ...ours("access-log", { transport: "epoll", log: "on" }), countsLines: true };
const overTls = ours("tls", { transport: "epoll", tls: true });

export const EPOLL = { ...session, name: "epoll", title: "Latchkey, epoll", server: ours("epoll", { transport: "epoll" }), half: true };
export const IO_URING = { ...session, name: "io_uring", title: "Latchkey, io_uring", server: ours("io_uring", { transport: "io_uring" }), half: true };

// What is compared stands side by side.
const ROWS = [
  { ...session, name: "engine-io_uring", title: "its engine alone, io_uring", server: engineControl("io_uring") },
  IO_URING,
  { ...session, name: "netty", title: "raw Netty, its codec, epoll", server: nettyControl, half: true },
  EPOLL,
  { ...session, name: "engine-epoll", title: "its engine alone, epoll", server: engineControl("epoll") },
  { ...session, name: "access-log", title: "Latchkey, epoll, access log on", server: loggedBy },
  { ...session, name: "forged", title: "Latchkey, epoll, forged cookie", cookies: "forged", server: ours("forged", { transport: "epoll" }) },
  { ...session, name: "tls", title: "Latchkey, epoll, TLS, HTTP/1.1", server: overTls },
  { ...session, name: "h2", title: "Latchkey, epoll, TLS, HTTP/2, 32 streams", isHttp2: true, server: overTls },
];

/** Fewer than were asked for where the time was used up. */
const startsOf = (rows) => Math.max(...Object.values(rows).map(({ starts }) => starts.length));

const AFTER_TURNS_SECONDS = 150;

export const standard = {
  title: "Standard run",
  prepare: ["wrk", "h2load", "openssl", "latchkey"],

  async run(options) {
    const until = Date.now() + options.minutes * 60_000;
    const store = seeded(options.sessions);
    const recorded = await record(options);
    const rows = await byTurns(ROWS, options, recorded, until - AFTER_TURNS_SECONDS * 1000);
    return { rows, starts: await measureStarts(store, options), held: await holdConnections(store, options) };
  },

  markdown: ({ rows, starts, held }, options) => `${rowsTable(rows)}

Everything on one core, the load on the other, loopback, keep-alive, ${options.connections} connections; ${whole(options.sessions)} live sessions, ${whole(options.cookies)} cookies in turn (over TLS one cookie, and 32 requests on their way).
${options.turns} turns of ${options.seconds} s in each of ${startsOf(rows)} starts. In brackets the 95 % interval.

#### Start

From the command to the first 200 of \`GET ${CHECK}\`; ${options.startUps} starts each.

${startsTable(starts)}

#### Connections that are held

${whole(held.count)} connections, ${whole(held.idle.open)} of them open at the end, idle after an answer: ${whole(held.idle.moreMiB)} MiB more. As many with half of a body sent: ${whole(held.halfSent.moreMiB)} MiB more,
${whole(held.halfSent.open)} of them still open, and of ${held.halfSent.asked} good requests meanwhile ${percent(held.halfSent.good / held.halfSent.asked)} answered, the slowest in ${whole(held.halfSent.slowestMillis)} ms.`,
};
