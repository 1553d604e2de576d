// Logins per second against the limit that hashing sets.
import { loginBodies, loginsLeftBehind, percent, withOurs } from "../ours.mjs";
import { saturate } from "../load.mjs";
import { copyOf, seeded, seeder } from "../seed.mjs";

const SESSIONS = 1_000;
const PERMITS = 1; // what the server takes on the one core it is given here
const CONNECTIONS = 32; // as many as the hashing queue holds without refusing anyone

export const logins = {
  title: "Logins",
  prepare: ["wrk", "latchkey"],

  async run(options) {
    const seconds = options.quick ? 2 : 20;
    const hashTime = () => seeder(["hash-time", "--samples", options.quick ? "20" : "200"], "0");
    const store = copyOf(seeded(SESSIONS));
    try {
      const before = hashTime();
      const result = await withOurs(store, options, async ({ port, serverPid, warming }) => {
        const load = { port, serverPid, path: "/api/login", file: loginBodies(), bodies: true, connections: CONNECTIONS };
        await warming(() => saturate({ ...load, seconds: options.warm }));
        await loginsLeftBehind();
        return saturate({ ...load, seconds });
      }, { more: ["--hashing-permits", String(PERMITS)] });
      const hashMillis = (before.meanMillis + hashTime().meanMillis) / 2;
      if (result.requests === 0) throw new Error("no login was answered");
      const perSecond = (result.requests - result.failed) / result.seconds;
      return { perSecond, permits: PERMITS, hashMillis, limit: (PERMITS * 1000) / hashMillis, share: perSecond / ((PERMITS * 1000) / hashMillis),
        refused: result.failed, latencyMicros: result.latencyMicros, busy: result.busy };
    } finally {
      store.remove();
    }
  },

  markdown: (r) => `${r.perSecond.toFixed(1)} logins/s with ${CONNECTIONS} browsers at once; ${r.permits} hash at a time of ${r.hashMillis.toFixed(1)} ms (measured alone on the same core) allows ${r.limit.toFixed(1)}:
**${percent(r.share)}** of the limit. Each login also reads the user and commits its session to the disk. Refused: ${r.refused}.`,
};
