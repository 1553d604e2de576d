// Logins per second against the limit that hashing sets.
import { loginBodies, percent, withOurs } from "../ours.mjs";
import { generate } from "../load.mjs";
import { copyOf, seeded, seeder } from "../seed.mjs";

const SESSIONS = 1_000;
const PERMITS = 1; // what the server takes on the one core it is given here
const CONNECTIONS = 32; // as many as the hashing queue holds without refusing anyone

export const logins = {
  title: "Logins",
  seconds: { quick: 12, short: 40, full: 90 },
  stores: () => [() => seeded(SESSIONS)],

  async run(options) {
    const seconds = { quick: 2, short: 10, full: 20 }[options.mode];
    const hashTime = () => seeder(["hash-time", "--samples", options.mode === "quick" ? "20" : "200"], "0");
    const store = copyOf(seeded(SESSIONS));
    try {
      const before = hashTime();
      const result = await withOurs(store, options, async ({ port, serverPid, warming }) => {
        const load = { port, serverPid, streams: [{ path: "/api/login", bodies: loginBodies(), rate: 0, connections: CONNECTIONS }] };
        await warming(() => generate({ ...load, seconds: options.warm.first }));
        return generate({ ...load, seconds });
      }, { more: ["--hashing-permits", String(PERMITS)] });
      const hashMillis = (before.meanMillis + hashTime().meanMillis) / 2;
      const [stream] = result.streams;
      const perSecond = (stream.statuses["200"] ?? 0) / result.seconds;
      return { perSecond, permits: PERMITS, hashMillis, limit: (PERMITS * 1000) / hashMillis, share: perSecond / ((PERMITS * 1000) / hashMillis),
        statuses: stream.statuses, p50Micros: stream.latencyMicros.p50, p99Micros: stream.latencyMicros.p99, serverCpu: result.cpu.server };
    } finally {
      store.remove();
    }
  },

  markdown: (r) => `${r.perSecond.toFixed(1)} logins/s with ${CONNECTIONS} browsers at once; ${r.permits} hash at a time of ${r.hashMillis.toFixed(1)} ms (measured alone on the same core) allows ${r.limit.toFixed(1)}:
**${percent(r.share)}** of the limit. Each login also reads the user and commits its session to the disk. Answers by status: ${statuses(r.statuses)}.`,
};

export const statuses = (counts) => Object.entries(counts).map(([status, count]) => `${status === "0" ? "none" : status}: ${count.toLocaleString("en-US")}`).join(", ");
