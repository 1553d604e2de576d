// The loads, all on the generator's core and ended with us: wrk as fast as the server can over HTTP/1.1, h2load over TLS, and a generator
// of our own at a fixed rate, because none of those counts latency from the time when a request was due.
import { spawn } from "node:child_process";
import { at, here, java } from "./paths.mjs";
import { classes } from "./build.mjs";
import { cpuMicros } from "./proc.mjs";

const GENERATOR_CORE = "1";
const LONGER_THAN_PLANNED_MS = 20_000;

let running; // the one load that runs

process.on("exit", () => running?.kill("SIGKILL"));

/**
 * Closed loop: every connection asks again as soon as it was answered, for `seconds`, or until each of `lines` { from, count } was sent once.
 * With `bodies` the file's lines are posted. { requests, seconds, failed, latencyMicros, micros (the server's CPU per request), busy (its share of a core) }.
 */
export async function saturate({ port, path, file, serverPid, connections, seconds, lines, bodies }) {
  const more = bodies ? ["bodies"] : lines ? [lines.from, lines.count] : [];
  const out = await watched(serverPid, seconds, ["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", at("harness/wrk.lua"),
    `http://127.0.0.1:${port}${path}`, "--", file, path, String(port), ...more.map(String)]);
  const { requests, micros, failed, latencyMicros } = JSON.parse(lineOf(out.text));
  return told({ requests, seconds: micros / 1e6, failed, latencyMicros }, out);
}

/**
 * The same over TLS: `streams` at once on one connection of HTTP/2, or on as many connections of HTTP/1.1, with one cookie again and again. Counted from a second
 * after the start on, because a handshake costs as much as a hundred requests. `requests` instead of `seconds`: so many, counted from the start.
 */
export async function saturateTls({ port, path, cookie, serverPid, streams, isHttp2, seconds, requests }) {
  const protocol = isHttp2 ? ["-c", "1", "-m", String(streams)] : ["--h1", "-c", String(streams)];
  const time = requests ? ["-n", String(requests)] : ["--warm-up-time", "1", "-D", String(seconds)];
  const args = ["h2load", "-t1", ...protocol, ...time, "-H", `cookie: ${cookie}`, `https://localhost:${port}${path}`];
  const phase = requests ? undefined : { from: "Main benchmark duration is started", to: "Main benchmark duration is over" };
  const out = await retried(() => watched(serverPid, seconds ?? 60, args, phase));
  return told(readH2load(out.text, seconds ?? out.wallSeconds), out);
}

/** h2load never ends when one of its connections was not open yet at the end. */
async function retried(load, attempts = 3) {
  try {
    return await load();
  } catch (error) {
    if (attempts <= 1) throw error;
    return retried(load, attempts - 1);
  }
}

export function readH2load(text, seconds) {
  const [, requests, failed] = /requests: \d+ total, \d+ started, \d+ done, (\d+) succeeded, (\d+) failed/.exec(text) ?? [];
  if (requests === undefined) throw new Error(`h2load told nothing: ${text.slice(0, 2000)}`);
  const [, good] = /status codes: (\d+) 2xx/.exec(text) ?? [];
  return { requests: Number(requests), seconds, failed: Number(failed) + Number(requests) - Number(good ?? 0) };
}

/** Open loop: requests fall due at a fixed rate, and latency counts from then. */
export async function paced({ port, path, file, serverPid, connections, seconds, rate, warmUp }) {
  const result = await generate({ port, serverPid, seconds, warmUp, streams: [{ path, cookies: file, rate, connections }] });
  return { ...result.streams[0], busyShare: result.busyShare };
}

/** Our own generator: streams side by side, each { path, cookies | bodies, rate, connections }. */
export async function generate({ port, serverPid, seconds, warmUp = 1, streams }) {
  const args = streams.flatMap((stream, i) => [
    ...(i > 0 ? ["--and"] : []),
    "--path", stream.path, "--rate", stream.rate.toFixed(1), "--connections", String(stream.connections),
    ...(stream.cookies ? ["--cookies", stream.cookies] : []),
    ...(stream.bodies ? ["--bodies", stream.bodies] : []),
    ...(i > 0 ? [] : ["--port", String(port), "--warm-up", String(warmUp), "--seconds", String(seconds)]),
  ]);
  const { text } = await watched(serverPid, warmUp + seconds, [java(), "-XX:+UseSerialGC", "-Xmx2g", "-cp", `${classes("generator")}:${here.libraries}/*`,
    "dev.latchkey.benchmarks.pacer.Main", ...args]);
  return JSON.parse(lineOf(text));
}

const told = (result, { cpu, wallSeconds }) => ({ ...result, micros: cpu / result.requests, busy: cpu / 1e6 / wallSeconds });

function lineOf(text) {
  const line = text.split("\n").find((one) => one.startsWith("{"));
  if (!line) throw new Error(`the load told nothing: ${text.slice(0, 2000)}`);
  return line;
}

/**
 * Runs a load to its end: { text, cpu, wallSeconds }, with the CPU time that the server took meanwhile in microseconds; of a `phase`, between what the
 * load prints at its beginning and at its end.
 */
function watched(serverPid, plannedSeconds, args, phase) {
  return new Promise((resolve, reject) => {
    const measure = () => {
      const close = cpuMicros(serverPid);
      const began = performance.now();
      return () => (measured ??= { cpu: close(), wallSeconds: (performance.now() - began) / 1000 });
    };
    let measured;
    let end = phase ? undefined : measure();
    const child = spawn("taskset", ["-c", GENERATOR_CORE, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    running = child;
    const limit = setTimeout(() => child.kill("SIGKILL"), plannedSeconds * 1000 + LONGER_THAN_PLANNED_MS);
    let text = "";
    const read = (part) => {
      text += part;
      if (phase && !end && text.includes(phase.from)) end = measure();
      if (phase && text.includes(phase.to)) end?.();
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(limit);
      if (running === child) running = undefined;
      if (code === 0 && end) resolve({ text, ...end() });
      else reject(new Error(`the load ended with ${code}: ${text.slice(0, 2000)}`));
    });
  });
}
