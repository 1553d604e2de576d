// One server of a round, with its rows: started, filled and warmed; asleep but for its turns.
import { readFileSync } from "node:fs";
import { say } from "./build.mjs";
import { get, logFile, start } from "./launch.mjs";
import { paced, saturate } from "./load.mjs";
import { residentMiB } from "./proc.mjs";
import { copyOf } from "./seed.mjs";
import { cookieFiles, dataFolder, fill, resetStore } from "./sessions.mjs";
import { spread } from "./statistics.mjs";

const STABLE_WINDOWS = 3;
const ASKED_BEFORE_AND_AFTER = 20;
const KEPT_WARMS_LONGER = 5;

/** Servers that keep sessions in memory alone: to fill them anew in each round would take longer than to measure them. */
const kept = new Map();
let onceMillis = 0;

/** What starting and filling those took; it does not come again. */
export const spentOnce = () => onceMillis;

/** Ends the servers that were kept for the next round. */
export async function stopAll() {
  for (const { running } of kept.values()) await running.stop();
  kept.clear();
}

/**
 * { rows: [{ row, load, result }], during(work), end() }, asleep; `during` wakes it for the time of some work. `result` gathers what
 * is known of a row: from here how it started and warmed, and `asked`, the requests it answered so far.
 */
export async function member(group, options, recorded) {
  const isKept = kept.has(group.name); // and warm
  const { running, started, files, store } = await filled(group, options, recorded);
  const during = async (work) => {
    running.wake();
    try {
      return await work();
    } finally {
      running.sleep();
    }
  };
  const rows = group.rows.map((row) => ({
    row, server: group.server, result: { ...started, asked: 0 },
    load: { port: group.port, path: row.path, file: files[row.cookies], serverPid: running.pid, connections: options.connections },
  }));
  // One that is kept is warmed this once for all its rounds; Spring Security goes on getting faster for a minute.
  const first = isKept ? options.warm.later : options.warm.first * (kept.has(group.name) ? KEPT_WARMS_LONGER : 1);
  const end = async () => {
    if (kept.has(group.name)) return;
    await running.stop();
    store?.remove();
    // Read when the server has written all it had.
    for (const { row, result } of rows) if (row.args.includes("on")) result.accessLinesShare = lines(logFile(group.name)) / result.asked;
  };
  try {
    await during(async () => {
      for (const one of rows) {
        await orFail(one, () => running.warming(() => warmRow(one, options.warm, one === rows[0] ? first : options.warm.later)));
        if (one.row.apart) await orFail(one, () => measureRow(one, options.seconds));
      }
    });
  } catch (error) {
    await end();
    throw error;
  }
  return { rows, during, end, loadedMiB: () => residentMiB(running.pid) };
}

/** A row that fails keeps its error, and has no further turns. */
export async function orFail(one, work) {
  if (one.result.error) return;
  try {
    await work();
  } catch (error) {
    say(`${one.row.name} failed: ${error.message}`);
    one.result.error = error.message;
  }
}

async function filled({ name, server, args, port }, options, recorded) {
  if (kept.has(name)) return kept.get(name);
  const began = performance.now();
  const keep = server.login && !server.keepsStore && !server.store;
  resetStore(server, options);
  const store = server.store && copyOf(server.store(options)); // two processes of ours may live at once
  const running = await start(server, { port, data: store?.data ?? dataFolder(server, options), recorded, more: args, log: name });
  try {
    const started = { startUpMillis: running.startUpMillis, startMiB: residentMiB(running.pid), ...(keep ? { startedOnce: true } : {}) };
    const result = { running, started, files: cookieFiles(server, await fill(server, { ...options, port }), options), store };
    if (keep) {
      kept.set(name, result);
      onceMillis += performance.now() - began;
    }
    return result;
  } catch (error) {
    await running.stop();
    store?.remove();
    throw error;
  }
}

/** Loads until the last windows agree, or the limit is reached (which the result then says). */
async function warmRow(one, { window, spread: mostSpread }, limitSeconds) {
  await checkAnswers(one);
  const windows = [];
  const settled = () => windows.length >= STABLE_WINDOWS && spread(windows.slice(-STABLE_WINDOWS)) <= mostSpread;
  while (!settled() && windows.length * window < limitSeconds) {
    const { perSecond, requests } = await saturate({ ...one.load, seconds: window });
    windows.push(perSecond);
    one.result.asked += requests;
  }
  one.result.warmUp = { windows, stable: settled() };
}

async function measureRow({ load, result }, seconds) {
  result.saturated = await saturate({ ...load, seconds });
  if (result.saturated.requests === 0) throw new Error("nothing was answered at saturation");
  result.half = await paced({ ...load, seconds, rate: result.saturated.perSecond / 2, warmUp: 1 });
  result.asked += result.saturated.requests + result.half.answered + result.half.rate;
}

/** A fast server that answers the wrong thing would win: ask a few cookies and look at the answers. */
export async function checkAnswers({ row, server, load }) {
  const cookies = readFileSync(load.file, "utf8").split("\n");
  const expected = row.cookies !== "session" ? /"login":false/ : row.path === "/api/data" ? /"username":"/ : (server.loggedIn ?? /"login":true/);
  for (let i = 0; i < ASKED_BEFORE_AND_AFTER; i++) {
    const cookie = cookies[Math.floor((i * cookies.length) / ASKED_BEFORE_AND_AFTER)];
    const { status, body } = await get(load.port, row.path, cookie);
    if (status !== 200 || !expected.test(body)) throw new Error(`${row.name} answered ${status} ${body.slice(0, 200)}, expected ${expected}`);
  }
}

/** Counted as bytes, because there are millions. */
function lines(file) {
  const bytes = readFileSync(file);
  let count = 0;
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) count++;
  return count;
}
