// What one check costs, and what a session takes, as sessions grow in number; every session is asked for in turn.
import { CHECK, liveHeapMiB, percent, whole, withOurs } from "../ours.mjs";
import { generate } from "../load.mjs";
import { residentMiB } from "../proc.mjs";
import { seeded } from "../seed.mjs";

const SIZES = {
  quick: [{ sessions: 1_000 }, { sessions: 2_000, cache: 500 }],
  short: [{ sessions: 1_000 }, { sessions: 10_000 }, { sessions: 100_000 }, { sessions: 1_000_000 }, { sessions: 1_000_000, cache: 100_000 }],
  full: [{ sessions: 1_000 }, { sessions: 10_000 }, { sessions: 100_000 }, { sessions: 1_000_000 }, { sessions: 5_000_000 },
    { sessions: 100_000, cache: 10_000 }, { sessions: 1_000_000, cache: 100_000 }],
};
const SMALLEST = 1_000;

export const growth = {
  title: "Growth",
  seconds: { quick: 30, short: 150, full: 900 },
  stores: (options) => [...new Set(SIZES[options.mode].map(({ sessions }) => sessions))].map((sessions) => () => seeded(sessions)),

  async run(options) {
    const sizes = [];
    for (const { sessions, cache = sessions } of SIZES[options.mode]) sizes.push(await measureSize(sessions, cache, options));
    const [smallest] = sizes;
    for (const size of sizes) {
      size.costToSmallest = size.microsPerCheck / smallest.microsPerCheck;
      const more = Math.min(size.sessions, size.cache) - SMALLEST;
      size.bytesPerSession = more > 0 && size.heapMiB ? ((size.heapMiB - smallest.heapMiB) * 2 ** 20) / more : undefined;
    }
    return { sizes, leftOut: options.mode === "full" ? [] : ["5,000,000 sessions (measured without --budget)"] };
  },

  markdown: ({ sizes, leftOut }) => `Every session is asked for in turn. Cost is the server's CPU time per check at saturation. "heap per cached session" compares
what lives after a full collection with 1,000 sessions.

| sessions | kept in memory | checks/s | cost of a check, µs | ÷ smallest | p99 at saturation, ms | live heap / RSS, MiB | heap per cached session, B | database, MiB (B per session) | filled in, s |
|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
${sizes.map(line).join("\n")}${leftOut.length > 0 ? `\n\nLeft out of this run: ${leftOut.join("; ")}.` : ""}`,
};

async function measureSize(sessions, cache, options) {
  const store = seeded(sessions);
  return withOurs(store, options, async ({ port, serverPid, warming }) => {
    const ask = (seconds, more) => generate({ port, serverPid, seconds, ...more, streams: [{ path: CHECK, cookies: store.cookies, rate: 0, connections: options.connections, ...more?.stream }] });
    const warmed = await warming(async () => {
      // The first look at each session comes from the database.
      const first = performance.now();
      const touched = await ask(600, { warmUp: 0, stream: { requests: sessions } });
      const firstLookSeconds = (performance.now() - first) / 1000;
      await ask(options.warm.first);
      return { firstLookSeconds, failed: touched.streams[0].failed };
    });
    const result = await ask(options.seconds);
    const [stream] = result.streams;
    const perSecond = stream.answered / result.seconds;
    return {
      sessions, cache, perSecond, microsPerCheck: (result.cpu.server / perSecond) * 1e6, failed: stream.failed + warmed.failed,
      p99Micros: stream.latencyMicros.p99, busyShare: result.busyShare, firstLookSeconds: warmed.firstLookSeconds,
      rssMiB: residentMiB(serverPid), heapMiB: liveHeapMiB(serverPid), databaseBytes: store.databaseBytes, filledSeconds: store.millis / 1000,
    };
  }, { more: ["--cache-sessions", String(cache)] });
}

const line = (size) => `| ${[
  whole(size.sessions), whole(size.cache), `${whole(size.perSecond)}${size.failed > 0 ? ` (${percent(size.failed / (size.perSecond + size.failed))} failed)` : ""}`,
  size.microsPerCheck.toFixed(1), size.costToSmallest.toFixed(2), (size.p99Micros / 1000).toFixed(2),
  `${size.heapMiB ? whole(size.heapMiB) : "–"} / ${whole(size.rssMiB)}`, size.bytesPerSession ? whole(size.bytesPerSession) : "–",
  `${whole(size.databaseBytes / 2 ** 20)} (${whole(size.databaseBytes / size.sessions)})`, size.filledSeconds.toFixed(1),
].join(" | ")} |`;
