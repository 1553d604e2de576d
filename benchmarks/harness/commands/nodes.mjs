// What it costs that several servers share a PostgreSQL: a session check, a logout, what is written, how soon another server's page hears of an end, and
// how soon people are served after an outage.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "../build.mjs";
import { get, start } from "../launch.mjs";
import { CHECK, whole } from "../ours.mjs";
import { here } from "../paths.mjs";
import { startPostgresql } from "../postgresql.mjs";
import { rowsTable } from "../rowstable.mjs";
import { copyOf, seeded } from "../seed.mjs";
import { ours, PASSWORD } from "../servers.mjs";
import { median } from "../statistics.mjs";
import { byTurns } from "../turns.mjs";
import { EPOLL } from "./standard.mjs";

const NODES = 3;
const BOUND_MS = 1000;
const STORE_PORT = 90; // this much after the first

export const nodes = {
  title: "Several servers on PostgreSQL",
  prepare: ["wrk", "postgresql", "latchkey"],

  async run(options) {
    const store = copyOf(seeded(options.sessions));
    const cookies = readFileSync(store.cookies, "utf8").trimEnd().split("\n");
    const postgresql = await startPostgresql(options.port + STORE_PORT);
    const shared = ["--store", postgresql.address, "--store-password-file", postgresql.passwordFile];
    try {
      say("taking the sessions over");
      execFileSync(here.launcher, ["migrate", "--data", store.data, ...shared], { stdio: "ignore" });
      const rows = await byTurns(
        [{ ...EPOLL, half: false }, { ...EPOLL, half: false, name: "postgresql", title: "Latchkey, epoll, on PostgreSQL", server: ours("postgresql", { transport: "epoll", more: shared }) }],
        options);
      const running = [];
      try {
        for (let i = 0; i < NODES; i++) running.push({ ...(await start(ours(`node-${i + 1}`), { port: port(options, i), data: store.data, more: shared })), port: port(options, i) });
        // From the end of those that were asked for in the rows, so that each is used once.
        const spare = cookies.toReversed();
        return { rows, ...(await measured(running, spare, postgresql, options)) };
      } finally {
        for (const node of running) await node.stop();
      }
    } finally {
      await postgresql.remove();
      store.remove();
    }
  },

  markdown: (r) => `${rowsTable(r.rows)}

${NODES} servers on one core, PostgreSQL and the clients on the other, a bound of ${BOUND_MS} ms.

| | |
|---|--:|
| a logout, p50 / p99 / slowest of ${r.logouts.count} | ${millis(r.logouts.p50)} / ${millis(r.logouts.p99)} / ${millis(r.logouts.max)} ms |
| the same with one server paused, slowest of ${r.paused.count} | ${millis(r.paused.max)} ms |
| syncs of PostgreSQL's log for 100 logins and 100 logouts in a second | ${whole(r.syncs.of100)} (${r.syncs.idle.toFixed(0)} a second of them the leases) |
| from an end on one server to the page on another, p50 / p99 of ${r.told.count} | ${millis(r.told.p50)} / ${millis(r.told.p99)} ms |
| from the return of PostgreSQL after ${r.outage.seconds} s to the first answer | ${(r.outage.millis / 1000).toFixed(1)} s |`,
};

const port = (options, i) => options.port + 60 + i;
const millis = (value) => value.toFixed(value < 10 ? 1 : 0);

async function measured(running, spare, postgresql, options) {
  const many = options.quick ? 20 : 300;
  const agent = new Agent({ keepAlive: true });
  const ask = (node, method, path, { cookie, body } = {}) => post(node.port, method, path, cookie, body, agent);
  try {
    say("logouts");
    await logOut(ask, running, spare, 20);
    const logouts = await logOut(ask, running, spare, many);
    say("logouts beside a server that is paused");
    const [paused, ...others] = running;
    process.kill(paused.pid, "SIGSTOP");
    const slow = await logOut(ask, others, spare, options.quick ? 3 : 20, 1500).finally(() => process.kill(paused.pid, "SIGCONT"));
    await sleep(3000);
    say("writes");
    const syncs = await writes(ask, running, postgresql, options.quick ? 20 : 200);
    say("what pages hear");
    const told = await pagesHear(ask, running, spare, options.quick ? 5 : 100);
    say("an outage");
    const outage = await afterOutage(running[0], spare, postgresql, options.quick ? 3 : 60);
    return { logouts, paused: slow, syncs, told, outage };
  } finally {
    agent.destroy();
  }
}

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return { count: sorted.length, p50: median(sorted), p99: sorted[Math.ceil(sorted.length * 0.99) - 1], max: sorted.at(-1) };
}

/** Each of a session that was just asked for, so that servers know it; one server after the other. */
async function logOut(ask, running, spare, count, pause = 0) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const cookie = spare.shift();
    const node = running[i % running.length];
    expect(await ask(running[(i + 1) % running.length], "GET", "/api/data", { cookie }), 200);
    const began = performance.now();
    expect(await ask(node, "POST", "/api/logout", { cookie, body: {} }), 200);
    times.push(performance.now() - began);
    await sleep(pause); // a paused server is waited for once in a bound
  }
  return summary(times);
}

async function writes(ask, running, postgresql, count) {
  const syncs = () => Number(postgresql.query("select wal_sync from pg_stat_wal"));
  const during = async (work) => {
    const before = syncs();
    const began = performance.now();
    await work();
    await sleep(1500); // its counters are late by a second
    return { syncs: syncs() - before, seconds: (performance.now() - began) / 1000 };
  };
  const calm = await during(() => sleep(5000));
  const idle = calm.syncs / calm.seconds;
  const busy = await during(async () => {
    for (let i = 0; i < count; i++) {
      const login = await ask(running[i % NODES], "POST", "/api/login", { body: { username: `user${i % 1000}`, password: PASSWORD } });
      expect(login, 200);
      expect(await ask(running[(i + 1) % NODES], "POST", "/api/logout", { cookie: login.cookie, body: {} }), 200);
    }
  });
  return { idle, of100: ((busy.syncs - idle * busy.seconds) / count) * 100 + idle };
}

async function pagesHear(ask, running, spare, count) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const cookie = spare.shift();
    const page = listen(running[i % NODES].port, cookie);
    await page.open;
    const began = performance.now();
    const ended = ask(running[(i + 1) % NODES], "POST", "/api/logout", { cookie, body: {} });
    await page.ended;
    times.push(performance.now() - began);
    expect(await ended, 200);
  }
  return summary(times);
}

async function afterOutage(node, spare, postgresql, seconds) {
  await postgresql.stop();
  await sleep(seconds * 1000);
  await postgresql.restart();
  const began = performance.now();
  const cookie = spare.shift(); // nobody has asked for it yet, so memory cannot answer
  while ((await get(node.port, "/api/data", { cookie })).status !== 200) await sleep(10);
  return { seconds, millis: performance.now() - began };
}

function expect(answer, status) {
  if (answer.status !== status) throw new Error(`answered ${answer.status}, not ${status}: ${answer.text.slice(0, 200)}`);
}

function post(port, method, path, cookie, body, agent) {
  const text = body === undefined ? "" : JSON.stringify(body);
  const headers = { Host: `localhost:${port}`, Origin: `http://localhost:${port}`, ...(cookie ? { Cookie: cookie } : {}),
    ...(text ? { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(text) } : {}) };
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, path, method, headers, agent }, (response) => {
      let told = "";
      response.setEncoding("utf8");
      response.on("data", (part) => (told += part));
      response.on("end", () => resolve({ status: response.statusCode, text: told, cookie: response.headers["set-cookie"]?.[0].split(";")[0] }));
    });
    call.on("error", reject);
    call.end(text);
  });
}

/** A page that is open: when its stream has begun, and when it was told that its session ended. */
function listen(port, cookie) {
  let begun;
  let over;
  const open = new Promise((resolve) => (begun = resolve));
  const ended = new Promise((resolve) => (over = resolve));
  request({ host: "127.0.0.1", port, path: "/api/events", headers: { Host: `localhost:${port}`, Cookie: cookie }, agent: false }, (response) => {
    response.setEncoding("utf8");
    response.on("data", (part) => {
      begun();
      if (part.includes("event: ended")) over();
    });
  }).end();
  return { open, ended };
}
