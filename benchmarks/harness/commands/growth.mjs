// What one check costs, and what a session takes, as sessions grow in number; every session is asked for in turn.
import { CHECK, liveHeapMiB, whole, withOurs } from "../ours.mjs";
import { saturate } from "../load.mjs";
import { residentMiB } from "../proc.mjs";
import { seeded } from "../seed.mjs";
import { interval } from "../statistics.mjs";

const QUICK = [{ sessions: 1_000 }, { sessions: 2_000, cache: 500 }];
const SIZES = [{ sessions: 1_000 }, { sessions: 10_000 }, { sessions: 100_000 }, { sessions: 1_000_000 }, { sessions: 5_000_000 },
  { sessions: 100_000, cache: 10_000 }, { sessions: 1_000_000, cache: 100_000 }];
const SMALLEST = 1_000;
const AT_ONCE = 500_000; // what wrk's Lua can hold of cookies
const TURNS = 10;

export const growth = {
  title: "Growth",
  prepare: ["wrk", "latchkey"],

  async run(options) {
    const sizes = [];
    for (const { sessions, cache = sessions } of options.quick ? QUICK : SIZES) sizes.push(await measureSize(sessions, cache, options));
    const [smallest] = sizes;
    for (const size of sizes) {
      size.costToSmallest = size.micros.median / smallest.micros.median;
      const more = Math.min(size.sessions, size.cache) - SMALLEST;
      size.bytesPerSession = more > 0 && size.heapMiB ? ((size.heapMiB - smallest.heapMiB) * 2 ** 20) / more : undefined;
    }
    return { sizes };
  },

  markdown: ({ sizes }) => `Every session is asked for in turn (of more than ${whole(AT_ONCE)}, so many of them). "heap per cached session" compares what lives after a full collection with
1,000 sessions.

| sessions | kept in memory | CPU of a check, µs | ÷ smallest | live heap / RSS, MiB | heap per cached session, B | database, MiB (B per session) | filled in, s |
|--:|--:|--:|--:|--:|--:|--:|--:|
${sizes.map(line).join("\n")}`,
};

async function measureSize(sessions, cache, options) {
  const store = seeded(sessions);
  return withOurs(store, options, async ({ port, serverPid, warming }) => {
    const load = { port, serverPid, path: CHECK, file: store.cookies, connections: options.connections };
    const turn = (seconds) => saturate({ ...load, seconds, ...(sessions > AT_ONCE ? { lines: { from: 0, count: AT_ONCE } } : {}) });
    await warming(async () => {
      // The first look at each session comes from the database.
      for (let from = 0; from < sessions; from += AT_ONCE) await saturate({ ...load, seconds: 600, lines: { from, count: AT_ONCE } });
      await turn(options.warm);
    });
    const turns = [];
    for (let i = 0; i < TURNS; i++) turns.push((await turn(options.seconds)).micros);
    return { sessions, cache, micros: interval([turns]), rssMiB: residentMiB(serverPid), heapMiB: liveHeapMiB(serverPid),
      databaseBytes: store.databaseBytes, filledSeconds: store.millis / 1000 };
  }, { more: ["--cache-sessions", String(cache)] });
}

const line = (size) => `| ${[
  whole(size.sessions), whole(size.cache), `${size.micros.median.toFixed(1)} (${size.micros.low.toFixed(1)}–${size.micros.high.toFixed(1)})`,
  size.costToSmallest.toFixed(2), `${size.heapMiB ? whole(size.heapMiB) : "–"} / ${whole(size.rssMiB)}`, size.bytesPerSession ? whole(size.bytesPerSession) : "–",
  `${whole(size.databaseBytes / 2 ** 20)} (${whole(size.databaseBytes / size.sessions)})`, size.filledSeconds.toFixed(1),
].join(" | ")} |`;
