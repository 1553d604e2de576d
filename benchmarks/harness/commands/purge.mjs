// Session checks while a million expired sessions are purged. The server purges once a minute, the first time a minute after its start.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CHECK, micros, whole, withOurs } from "../ours.mjs";
import { generate, saturate } from "../load.mjs";
import { copyOf, seeded } from "../seed.mjs";

const CHECKS = 2_000;
const FIRST_PURGE_SECONDS = 60;
const SIZES = (options) => (options.quick ? { live: 1_000, expired: 20_000 } : { live: 100_000, expired: 1_000_000 });

export const purge = {
  title: "Purge",
  prepare: ["wrk", "latchkey"],

  async run(options) {
    const { live, expired } = SIZES(options);
    const store = copyOf(seeded(live, expired));
    const rows = () => Number(execFileSync("taskset", ["-c", "1", "python3", "-c", COUNT, join(store.data, "latchkey.db")], { encoding: "utf8" }));
    const checks = { path: CHECK, cookies: store.cookies, rate: CHECKS, connections: 64 };
    const window = options.quick ? 12 : 120;
    try {
      return await withOurs(store, options, async ({ port, serverPid, warming }) => {
        const began = performance.now();
        const since = () => (performance.now() - began) / 1000;
        const before = rows();
        await warming(() => saturate({ port, serverPid, path: CHECK, file: store.cookies, connections: 64, seconds: options.warm }));
        const calm = await generate({ port, serverPid, seconds: 12, streams: [checks] });
        await sleep(Math.max(0, (FIRST_PURGE_SECONDS - 3 - since()) * 1000));
        const purging = await generate({ port, serverPid, seconds: window, streams: [checks] });
        const seconds = since() - FIRST_PURGE_SECONDS;
        return { live, expired, purged: before - rows(), seconds, window,
          calm: calm.streams[0], purging: purging.streams[0] };
      });
    } finally {
      store.remove();
    }
  },

  markdown: (r) => `${whole(r.live)} live sessions and ${whole(r.expired)} expired ones in the store, ${whole(CHECKS)} checks/s at a fixed rate. In the ${r.seconds.toFixed(0)} s after the
first purge began ${whole(r.purged)} expired rows were purged.

| checks | answered as they should | p50 / p99 / p99.9 / max, ms |
|---|--:|--:|
| before | ${whole(r.calm.answered - r.calm.failed)} of ${whole(r.calm.intended)} | ${latency(r.calm)} |
| over ${r.window} s with the purge in them | ${whole(r.purging.answered - r.purging.failed)} of ${whole(r.purging.intended)} | ${latency(r.purging)} |`,
};

const COUNT = "import sqlite3, sys; print(sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute('select count(*) from latchkey_session where reason is null').fetchone()[0])";
const latency = ({ latencyMicros: { p50, p99, p999, max } }) => [p50, p99, p999, max].map(micros).join(" / ");
