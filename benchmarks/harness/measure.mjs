// One server in one round: start, fill, and for each of its rows warm, saturate, pace.
import { readFileSync } from "node:fs";
import { say } from "./build.mjs";
import { get, logFile, start } from "./launch.mjs";
import { paced, saturate } from "./load.mjs";
import { residentMiB } from "./proc.mjs";
import { cookieFiles, dataFolder, fill, resetStore } from "./sessions.mjs";
import { spread } from "./statistics.mjs";

const STABLE_WINDOWS = 3;
const ASKED_BEFORE_AND_AFTER = 20;

/** Servers that keep sessions in memory alone, when a run has no time to fill them anew: asleep between their turns. */
const asleep = new Map();
let onceMillis = 0;

/** What starting and filling those took; it does not come again. */
export const spentOnce = () => onceMillis;

const mayKeep = (server, options) => options.mode === "short" && server.login && !server.keepsStore && !server.store;

export async function measure({ server, args, rows }, options, recorded) {
  const { running, started, files, port } = await filled(server, args, options, recorded);
  const measured = {};
  try {
    for (const row of rows) {
      const limit = row === rows[0] ? options.warm.first : options.warm.later;
      try {
        measured[row.name] = { ...started, ...(await measureRow(row, server, files[row.cookies], running.pid, { ...options, port }, limit)) };
      } catch (error) {
        say(`${row.name} failed: ${error.message}`);
        measured[row.name] = { error: error.message };
      }
    }
  } finally {
    if (asleep.has(server.name)) running.sleep();
    else await running.stop();
  }
  // Read when the server has written all it had.
  for (const row of rows) {
    if (row.args?.includes("on") && measured[row.name].asked) measured[row.name].accessLinesShare = accessLines(server) / measured[row.name].asked;
  }
  return measured;
}

async function filled(server, args, options, recorded) {
  const known = asleep.get(server.name);
  if (known) {
    known.running.wake();
    return known;
  }
  const began = performance.now();
  const keep = mayKeep(server, options);
  const port = keep ? options.port + 1 + asleep.size : options.port;
  resetStore(server, options);
  const running = await start(server, { port, data: dataFolder(server, options), recorded, more: args });
  try {
    const started = { startUpMillis: running.startUpMillis, startMiB: residentMiB(running.pid), ...(keep ? { startedOnce: true } : {}) };
    const files = cookieFiles(server, await fill(server, { ...options, port }), options);
    const result = { running, started, files, port };
    if (keep) {
      asleep.set(server.name, result);
      onceMillis += performance.now() - began;
    }
    return result;
  } catch (error) {
    await running.stop();
    throw error;
  }
}

/** Ends the servers that sleep. */
export async function stopAll() {
  for (const { running } of asleep.values()) await running.stop();
  asleep.clear();
}

async function measureRow(row, server, file, serverPid, options, warmUpLimit) {
  const load = { port: options.port, path: row.path, file, serverPid, connections: options.connections, seconds: options.seconds };
  await checkAnswers(row, server, file, options.port);
  const warmUp = await warm(load, options.warm, warmUpLimit);
  const saturated = await saturate(load);
  if (saturated.perSecond === 0) throw new Error("nothing was answered at saturation");
  const half = await paced({ ...load, rate: saturated.perSecond / 2, warmUp: options.warm.paced });
  await checkAnswers(row, server, file, options.port);
  say(`${row.name}: ${Math.round(saturated.perSecond)}/s, p99 at half of it ${half.latencyMicros.p99} µs`);
  const pacedWarmUp = options.warm.paced * half.rate;
  return { warmUp, saturated, half, loadedMiB: residentMiB(serverPid), asked: warmUp.asked + saturated.requests + half.answered + pacedWarmUp };
}

/** Loads until the last windows agree, or the limit is reached (which the result then says). */
async function warm(load, { window, spread: mostSpread }, limitSeconds) {
  const windows = [];
  let asked = 0;
  const settled = () => windows.length >= STABLE_WINDOWS && spread(windows.slice(-STABLE_WINDOWS)) <= mostSpread;
  while (!settled() && windows.length * window < limitSeconds) {
    const { perSecond, requests } = await saturate({ ...load, seconds: window });
    windows.push(perSecond);
    asked += requests;
  }
  return { windows, asked, stable: settled() };
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

/** Lines in the server's log; read as bytes, because there are millions. */
function accessLines(server) {
  const bytes = readFileSync(logFile(server));
  let lines = 0;
  for (let i = bytes.indexOf(10); i >= 0; i = bytes.indexOf(10, i + 1)) lines++;
  return lines;
}
