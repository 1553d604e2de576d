// Starts a server on its core, waits for its first 200, and stops it.
import { execFileSync, spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { folder } from "./paths.mjs";
import { tree } from "./proc.mjs";

const SERVER_CORE = "0";
const EVERY_CORE = "0,1";
const START_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 15_000;

const alive = new Set(); // ended with us, however we end

process.on("exit", () => alive.forEach((child) => child.kill("SIGKILL")));

export const logFile = (name) => `${folder("logs")}/${name}.log`;

/** `more` arguments and `env` are added to the server's own; `cores` is what it may run on; `log` names the file it writes to. */
export async function start(server, { port, data, recorded, more = [], env = {}, cores = SERVER_CORE, log: logName = server.name }) {
  await mustBeFree(port);
  const { args, env: own, cwd } = server.command({ port, data, recorded });
  const log = openSync(logFile(logName), "w");
  const startedAt = performance.now();
  const child = spawn("taskset", ["-c", cores, ...args, ...more], {
    cwd,
    env: { ...process.env, ...own, ...env },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  alive.add(child);
  let ended = false;
  const exit = new Promise((resolve) => child.on("exit", () => resolve((ended = true))));
  while (performance.now() - startedAt < START_LIMIT_MS) {
    if (ended) break;
    const { status } = await get(port, server.ready, { tls: server.tls }).catch(() => ({}));
    if (status === 200) {
      return {
        pid: child.pid, startUpMillis: performance.now() - startedAt, stop: () => stop(child, exit), warming: (work) => onEveryCore(child, cores, work),
      };
    }
    await sleep(2);
  }
  await stop(child, exit);
  throw new Error(`${server.name} did not answer 200 on ${server.ready}: see scratch/logs/${logName}.log`);
}

/**
 * Does work that warms the server while it may run on every core, then binds it to its own again: on one core the compilers share it with
 * the requests for half a minute and more. How many threads, collectors and compilers it has, it decided at its start, on its own core.
 */
async function onEveryCore(child, cores, work) {
  bind(child, EVERY_CORE);
  try {
    return await work();
  } finally {
    bind(child, cores);
  }
}

/** Stopped meanwhile: a thread that starts could keep the cores of before, and one that ends makes taskset fail (again, if it was late to stop). */
function bind(child, cores, attempts = 3) {
  child.kill("SIGSTOP");
  try {
    for (const one of tree(child.pid)) execFileSync("taskset", ["-acp", cores, String(one)], { stdio: "ignore" });
  } catch (error) {
    if (attempts <= 1) throw error;
    bind(child, cores, attempts - 1);
  } finally {
    child.kill("SIGCONT");
  }
}

/** What answers there already would be measured in the server's place. */
async function mustBeFree(port) {
  if (await get(port, "/").then(() => true, (error) => error.code !== "ECONNREFUSED")) {
    throw new Error(`port ${port} is taken: end what listens there, or choose another with --port`);
  }
}

async function stop(child, exit) {
  child.kill("SIGTERM");
  const gone = await Promise.race([exit, sleep(STOP_LIMIT_MS, false)]);
  if (!gone) {
    child.kill("SIGKILL");
    await exit;
  }
  alive.delete(child);
}

/** One GET on a connection of its own; with `tls` any certificate will do. */
export function get(port, path, { cookie, tls } = {}) {
  return new Promise((resolve, reject) => {
    const headers = { Host: `localhost:${port}`, ...(cookie ? { Cookie: cookie } : {}) };
    const options = { host: "127.0.0.1", port, path, headers, agent: false, timeout: 5000, rejectUnauthorized: false };
    const call = (tls ? secure : plain)(options, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode, rawHeaders: response.rawHeaders, body }));
    });
    call.on("timeout", () => call.destroy(new Error("no answer in 5 s")));
    call.on("error", reject);
    call.end();
  });
}
