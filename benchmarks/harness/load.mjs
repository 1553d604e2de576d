// The two loads, both on the generator's core: as fast as the server can (wrk), and at a fixed rate (our own generator).
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { at, java } from "./paths.mjs";
import { watch } from "./proc.mjs";

const GENERATOR_CORE = "1";
const EDGE_MS = 300; // CPU is watched inside the load, clear of its start and end
const PACED_WARM_UP_SECONDS = 5;

/** Closed loop: every connection asks again as soon as it was answered. */
export async function saturate({ port, path, file, serverPid, connections, seconds }) {
  const wrk = pinned(["wrk", "-t1", `-c${connections}`, `-d${seconds}s`, "--timeout", "10s", "-s", at("harness/wrk.lua"),
    `http://127.0.0.1:${port}${path}`, "--", file, path, String(port)]);
  const cpu = await watched(wrk.child.pid, serverPid, EDGE_MS, seconds * 1000 - 2 * EDGE_MS);
  const result = await wrk.result;
  return { perSecond: result.requests / (result.micros / 1e6), ...result, cpu, generatorWasTheLimit: cpu.generator > 0.95 && cpu.server < 0.9 };
}

/** Open loop: requests fall due at a fixed rate, and latency counts from then. */
export async function paced({ port, path, file, serverPid, connections, seconds, rate }) {
  const generator = pinned([java(), "-XX:+UseSerialGC", "-Xmx512m", "-cp", `${at("generator/target/generator.jar")}:${at("generator/target/lib")}/*`,
    "dev.latchkey.benchmarks.pacer.Main", "--port", String(port), "--path", path, "--cookies", file, "--rate", rate.toFixed(1),
    "--connections", String(connections), "--warm-up", String(PACED_WARM_UP_SECONDS), "--seconds", String(seconds)]);
  const cpu = await watched(generator.child.pid, serverPid, PACED_WARM_UP_SECONDS * 1000 + EDGE_MS, seconds * 1000 - 2 * EDGE_MS);
  const result = await generator.result;
  const late = result.generatorLatenessMicros.p99 > result.latencyMicros.p99 / 4;
  return { ...result, cpu, generatorWasTheLimit: result.busyShare > 0.9 || late };
}

async function watched(generatorPid, serverPid, afterMs, forMs) {
  await sleep(afterMs);
  const close = watch(serverPid, generatorPid);
  await sleep(forMs);
  return close();
}

function pinned(args) {
  const child = spawn("taskset", ["-c", GENERATOR_CORE, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (out += text));
  const result = new Promise((resolve, reject) => {
    child.on("exit", (code) => {
      const line = out.split("\n").find((text) => text.startsWith("{"));
      if (code === 0 && line) resolve(JSON.parse(line));
      else reject(new Error(`the load ended with ${code}: ${out.slice(0, 2000)}`));
    });
  });
  result.catch(() => {}); // awaited later
  return { child, result };
}
