// Rows measured by turns: all their servers are started and warmed, and then each row is loaded for a second, one after the other and back,
// again and again, so that what else the machine does falls on all of them alike. The CPU time of a request is what is measured: it hardly
// depends on who else has the machine, where requests per second do. The servers share a core, but only one of them is ever asked.
//
// A row: { name, title, server, path, cookies: "session" | "forged", isHttp2, half: whether it is measured at half load }.
// Rows of the same server (by name) share its process.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { say } from "./build.mjs";
import { get, logFile, start } from "./launch.mjs";
import { paced, saturate, saturateTls } from "./load.mjs";
import { folder, scratch } from "./paths.mjs";
import { residentMiB } from "./proc.mjs";
import { copyOf } from "./seed.mjs";
import { cookieFiles, fill } from "./sessions.mjs";
import { median, spread } from "./statistics.mjs";

const STREAMS = 32;
const SETTLED_WINDOWS = 3;
const SETTLED_WITHIN = 0.03;
const WINDOW_SECONDS = 2;
const ASKED_BEFORE = 20;
const HALF_SECONDS = 3;
const MOST_FIRST_LOOKS_SECONDS = 120;

/**
 * { row's name: { title, kind, note, starts: [[turn, …] for each start], half: [[turn, …]], error, remarks } }. A row that fails keeps its error and has no further
 * turns. Once `until` is past, no further start is begun.
 */
export async function byTurns(rows, options, recorded, until = Infinity) {
  const results = Object.fromEntries(rows.map(({ name, title, server }) =>
    [name, { title, kind: server.kind, note: server.note, starts: [], half: [], loadedMiB: [], unsettled: 0 }]));
  let longest = 0;
  for (let number = 0; number < options.starts; number++) {
    if (Date.now() + longest > until) {
      say(`${options.starts - number} of ${options.starts} starts are left out: the time is used up`);
      break;
    }
    const began = Date.now();
    say(`start ${number + 1} of ${options.starts}`);
    await oneStart(rows, results, options, recorded);
    longest = Math.max(longest, Date.now() - began);
  }
  return results;
}

async function oneStart(rows, results, options, recorded) {
  const members = new Map();
  const open = [];
  const attempt = async (row, work) => {
    const result = results[row.name];
    if (result.error) return;
    try {
      await work(members.get(row.server.name), result);
    } catch (error) {
      say(`${row.name} failed: ${error.message}`);
      result.error = error.message;
    }
  };
  try {
    for (const [i, row] of rows.entries()) {
      await attempt(row, async () => {
        if (!members.has(row.server.name)) {
          const member = await ready(row.server, { ...options, port: options.port + i }, recorded);
          open.push(member);
          members.set(row.server.name, member);
        }
        await warm(members.get(row.server.name), row, results[row.name], options);
      });
    }
    for (const { starts, half } of Object.values(results)) {
      starts.push([]);
      half.push([]);
    }
    for (let turn = 0; turn < options.turns; turn++) {
      for (const row of turn % 2 === 0 ? rows : rows.toReversed()) {
        await attempt(row, async (member, { starts }) => starts.at(-1).push(await load(member, row, options.seconds, options)));
      }
    }
    const paid = rows.filter((row) => row.half);
    for (let turn = 0; turn < options.halfTurns; turn++) {
      for (const row of turn % 2 === 0 ? paid : paid.toReversed()) {
        await attempt(row, async (member, { starts, half }) => {
          const rate = median(starts.at(-1).map(({ requests, seconds }) => requests / seconds)) / 2;
          half.at(-1).push(await paced({ ...target(member, row, options), seconds: HALF_SECONDS, warmUp: 1, rate }));
        });
      }
    }
    for (const row of rows) {
      await attempt(row, async (member, result) => {
        await checkAnswers(member, row);
        result.loadedMiB.push(residentMiB(member.running.pid));
        say(`${row.name}: ${median(result.starts.at(-1).map(({ micros }) => micros)).toFixed(2)} µs`);
      });
    }
  } finally {
    for (const { end } of open) await end();
  }
  for (const { server, asked, lines } of open) {
    const row = rows.find((one) => one.server === server);
    if (lines !== undefined) results[row.name].linesKept = Math.min(1, lines / asked);
  }
}

/** A server that runs, with the sessions it holds. */
async function ready(server, options, recorded) {
  const store = server.store && copyOf(server.store(options));
  const { port } = options;
  const running = await start(server, { port, data: store?.data ?? emptyFolder(server.name), recorded });
  const member = { server, port, running, asked: 0 };
  member.end = async () => {
    await running.stop();
    store?.remove();
    if (server.countsLines) member.lines = lines(logFile(server.name)); // read when it has written all it had
  };
  try {
    const log = readFileSync(logFile(server.name), "utf8");
    if (server.transport && !new RegExp(`transport\\W+${server.transport}\\b`).test(log)) throw new Error(`${server.transport} is not to be had here`);
    member.cookies = await fill(server, store, options);
    member.files = cookieFiles(server, member.cookies, options);
    return member;
  } catch (error) {
    await member.end();
    throw error;
  }
}

function emptyFolder(name) {
  rmSync(join(scratch, "data", name), { recursive: true, force: true });
  return folder("data", name);
}

const target = (member, row, options) =>
  ({ port: member.port, path: row.path, file: member.files[row.cookies], cookie: member.cookies[0], serverPid: member.running.pid, connections: options.connections });

async function load(member, row, seconds, options) {
  const of = { ...target(member, row, options), seconds };
  const turn = await (member.server.tls ? saturateTls({ ...of, isHttp2: row.isHttp2, streams: STREAMS }) : saturate(of));
  if (turn.requests === 0) throw new Error("nothing was answered at saturation");
  member.asked += turn.requests;
  return turn;
}

/**
 * Loads until what a request costs has settled, or the limit is reached. Meanwhile the server may use both cores, or compiling on one would go on for
 * half a minute and more; its threads, collector and compilers stay those it chose at its start on one.
 */
async function warm(member, row, result, options) {
  await checkAnswers(member, row);
  const windows = [];
  const settled = () => windows.length >= SETTLED_WINDOWS && spread(windows.slice(-SETTLED_WINDOWS)) <= SETTLED_WITHIN;
  await member.running.warming(async () => {
    const of = target(member, row, options);
    if (member.server.tls) await saturateTls({ ...of, isHttp2: row.isHttp2, streams: STREAMS, requests: 2_000 });
    // The first look at each session comes from the database.
    else member.asked += (await saturate({ ...of, seconds: MOST_FIRST_LOOKS_SECONDS, lines: { from: 0, count: options.cookies } })).requests;
    while (!settled() && windows.length * WINDOW_SECONDS < options.warm) windows.push((await load(member, row, WINDOW_SECONDS, options)).micros);
  });
  if (!settled()) result.unsettled++;
}

/** A fast server that answers the wrong thing would win: ask a few cookies and look at the answers. */
async function checkAnswers(member, row) {
  const { server, port, cookies } = member;
  const sent = row.cookies === "session" ? cookies : readFileSync(member.files[row.cookies], "utf8").split("\n");
  const expected = row.cookies === "forged" ? /"login":false/ : (server.loggedIn ?? /"login":true/);
  for (let i = 0; i < ASKED_BEFORE; i++) {
    const cookie = sent[Math.floor((i * sent.length) / ASKED_BEFORE)];
    const { status, body } = await get(port, row.path, { cookie, tls: server.tls });
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
