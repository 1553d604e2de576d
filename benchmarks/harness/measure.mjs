// One server in one round: start, fill, and for each of its rows warm, saturate, pace.
import { say } from "./build.mjs";
import { get, start } from "./launch.mjs";
import { paced, saturate } from "./load.mjs";
import { residentMiB } from "./proc.mjs";
import { cookieFiles, dataFolder, fill, resetStore } from "./sessions.mjs";
import { spread } from "./statistics.mjs";
import { readFileSync } from "node:fs";

const WARM_UP_WINDOW_SECONDS = 2;
const STABLE = { windows: 3, spread: 0.03 };
const ASKED_BEFORE_AND_AFTER = 20;

export async function measure({ server, args, rows }, options, recorded) {
  resetStore(server, options);
  const data = dataFolder(server, options);
  const running = await start(server, { port: options.port, data, recorded, more: args });
  try {
    const started = { startUpMillis: running.startUpMillis, startMiB: residentMiB(running.pid) };
    const files = cookieFiles(server, await fill(server, options), options);
    const measured = {};
    for (const row of rows) measured[row.name] = { ...started, ...(await measureRow(row, server, files[row.cookies], running.pid, options)) };
    return measured;
  } finally {
    await running.stop();
  }
}

async function measureRow(row, server, file, serverPid, options) {
  const load = { port: options.port, path: row.path, file, serverPid, connections: options.connections, seconds: options.seconds };
  await checkAnswers(row, server, file, options.port);
  const warmUp = await warm(load, options.warmUpLimit);
  const saturated = await saturate(load);
  const half = await paced({ ...load, rate: saturated.perSecond / 2 });
  await checkAnswers(row, server, file, options.port);
  say(`${row.name}: ${Math.round(saturated.perSecond)}/s, p99 at half of it ${half.latencyMicros.p99} µs`);
  return { warmUp, saturated, half, loadedMiB: residentMiB(serverPid) };
}

/** Loads until the last windows agree, or the limit is reached (which the result then says). */
async function warm(load, limitSeconds) {
  const windows = [];
  const settled = () => windows.length >= STABLE.windows && spread(windows.slice(-STABLE.windows)) <= STABLE.spread;
  while (!settled() && windows.length * WARM_UP_WINDOW_SECONDS < limitSeconds) {
    windows.push((await saturate({ ...load, seconds: WARM_UP_WINDOW_SECONDS })).perSecond);
  }
  return { windows, stable: settled() };
}

/** A fast server that answers the wrong thing would win: ask a few cookies and look at the answers. */
async function checkAnswers(row, server, file, port) {
  const cookies = readFileSync(file, "utf8").split("\n");
  const expected = row.cookies !== "session" ? /"login":false/ : row.path === "/api/data" ? /"username":"/ : (server.loggedIn ?? /"login":true/);
  for (let i = 0; i < ASKED_BEFORE_AND_AFTER; i++) {
    const cookie = cookies[Math.floor((i * cookies.length) / ASKED_BEFORE_AND_AFTER)];
    const { status, body } = await get(port, row.path, cookie);
    if (status !== 200 || !expected.test(body)) throw new Error(`${row.name} answered ${status} ${body.slice(0, 200)}, expected ${expected}`);
  }
}
