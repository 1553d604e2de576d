// Session checks while far more logins arrive than can be hashed.
import { CHECK, loginBodies, loginsLeftBehind, micros, percent, watchingMemory, whole, withOurs } from "../ours.mjs";
import { generate, saturate } from "../load.mjs";
import { residentMiB } from "../proc.mjs";
import { copyOf, seeded } from "../seed.mjs";

const CHECKS = 2_000;
const LOGINS = 500;

export const flood = {
  title: "Login flood",
  prepare: ["wrk", "latchkey"],

  async run(options) {
    const seconds = options.quick ? 5 : 60;
    const store = copyOf(seeded(options.sessions));
    const checks = { path: CHECK, cookies: store.cookies, rate: CHECKS, connections: 64 };
    try {
      return await withOurs(store, options, async ({ port, serverPid, warming }) => {
        // Warmed as every row is: on one core, what compiles Argon2 for the first time holds up all else for seconds.
        await warming(async () => {
          await saturate({ port, serverPid, path: CHECK, file: store.cookies, connections: 64, seconds: options.warm });
          await saturate({ port, serverPid, path: "/api/login", file: loginBodies(), bodies: true, connections: 16, seconds: options.warm });
          await loginsLeftBehind();
        });
        const calm = await generate({ port, serverPid, seconds: options.quick ? 2 : 8, streams: [checks] });
        const before = residentMiB(serverPid);
        const { result, mostMiB } = await watchingMemory(serverPid,
          generate({ port, serverPid, seconds, streams: [checks, { path: "/api/login", bodies: loginBodies(), rate: LOGINS, connections: 256 }] }));
        const [beside, flooding] = result.streams;
        return { seconds, calm: side(calm.streams[0]), checks: side(beside), logins: side(flooding), busyShare: result.busyShare,
          beforeMiB: before, mostMiB };
      });
    } finally {
      store.remove();
    }
  },

  markdown: (r) => `${whole(CHECKS)} checks/s at a fixed rate, alone and then beside ${LOGINS} good logins/s for ${r.seconds} s; both warmed before.

| | answered | p50 / p99 / p99.9, ms | by status |
|---|--:|--:|---|
| checks alone | ${percent(r.calm.answered / r.calm.intended)} | ${latency(r.calm)} | ${statuses(r.calm.statuses)} |
| checks in the flood | ${percent(r.checks.answered / r.checks.intended)} | ${latency(r.checks)} | ${statuses(r.checks.statuses)} |
| logins | ${percent(r.logins.answered / r.logins.intended)} | ${latency(r.logins)} | ${statuses(r.logins.statuses)} |

RSS ${whole(r.beforeMiB)} MiB before, ${whole(r.mostMiB)} MiB at most.`,
};

const statuses = (counts) => Object.entries(counts).map(([status, count]) => `${status === "0" ? "none" : status}: ${count.toLocaleString("en-US")}`).join(", ");
const side = ({ intended, answered, failed, statuses, latencyMicros }) => ({ intended, answered, failed, statuses, latencyMicros });
const latency = ({ latencyMicros: { p50, p99, p999 } }) => [p50, p99, p999].map(micros).join(" / ");
