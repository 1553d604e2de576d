// The loads, all on the generator's core: as fast as the server can (wrk), and our own generator for all else.
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { at, java } from "./paths.mjs";
import { watch } from "./proc.mjs";

const GENERATOR_CORE = "1";
const EDGE_MS = 300; // CPU is watched inside the load, clear of its start and end
const LONGER_THAN_PLANNED_MS = 60_000;

let running; // the one load that runs; ended with us, however we end

process.on("exit", () => running?.kill("SIGKILL"));

/** Closed loop: every connection asks again as soon as it was answered. */
export async function saturate({ port, path, file, serverPid, connections, seconds }) {
  const wrk = pinned(["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", at("harness/wrk.lua"),
    `http://127.0.0.1:${port}${path}`, "--", file, path, String(port)], seconds);
  const cpu = await watched(wrk.child.pid, serverPid, EDGE_MS, seconds * 1000 - 2 * EDGE_MS);
  const result = await wrk.result;
  return { perSecond: result.requests / (result.micros / 1e6), ...result, cpu, generatorWasTheLimit: cpu.generator > 0.95 && cpu.server < 0.9 };
}

/** Open loop: requests fall due at a fixed rate, and latency counts from then. */
export async function paced({ port, path, file, serverPid, connections, seconds, rate, warmUp }) {
  const result = await generate({ port, serverPid, seconds, warmUp, streams: [{ path, cookies: file, rate, connections }] });
  const [stream] = result.streams;
  const late = stream.generatorLatenessMicros.p99 > stream.latencyMicros.p99 / 4;
  return { ...stream, busyShare: result.busyShare, cpu: result.cpu, generatorWasTheLimit: result.busyShare > 0.9 || late };
}

/**
 * Our own generator: streams side by side, each { path, cookies | bodies, rate, connections, requests }, where rate 0 is as fast
 * as the connections carry and requests ends a stream early. `rss` is called now and then while it runs.
 */
export async function generate({ port, serverPid, seconds, warmUp = 1, streams }) {
  const args = streams.flatMap((stream, i) => [
    ...(i > 0 ? ["--and"] : []),
    "--path", stream.path, "--rate", stream.rate.toFixed(1).replace(/^0\.0$/, "0"), "--connections", String(stream.connections ?? 64),
    ...(stream.cookies ? ["--cookies", stream.cookies] : []),
    ...(stream.bodies ? ["--bodies", stream.bodies] : []),
    ...(stream.requests ? ["--requests", String(stream.requests)] : []),
    ...(i > 0 ? [] : ["--port", String(port), "--warm-up", String(warmUp), "--seconds", String(seconds)]),
  ]);
  const generator = pinned([java(), "-XX:+UseSerialGC", "-Xmx2g", "-cp", `${at("generator/target/generator.jar")}:${at("generator/target/lib")}/*`,
    "dev.latchkey.benchmarks.pacer.Main", ...args], warmUp + seconds);
  const untilDone = streams.every((stream) => stream.requests);
  const cpu = untilDone ? undefined : await watched(generator.child.pid, serverPid, warmUp * 1000 + EDGE_MS, seconds * 1000 - 2 * EDGE_MS);
  return { ...(await generator.result), cpu };
}

async function watched(generatorPid, serverPid, afterMs, forMs) {
  await sleep(afterMs);
  const close = watch(serverPid, generatorPid);
  await sleep(forMs);
  return close();
}

function pinned(args, plannedSeconds) {
  const child = spawn("taskset", ["-c", GENERATOR_CORE, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running = child;
  const limit = setTimeout(() => child.kill("SIGKILL"), plannedSeconds * 1000 + LONGER_THAN_PLANNED_MS);
  let out = "";
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (out += text));
  const result = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(limit);
      if (running === child) running = undefined;
      const line = out.split("\n").find((text) => text.startsWith("{"));
      if (code === 0 && line) resolve(JSON.parse(line));
      else reject(new Error(`the load ended with ${code}: ${out.slice(0, 2000)}`));
    });
  });
  result.catch(() => {}); // awaited later
  return { child, result };
}
