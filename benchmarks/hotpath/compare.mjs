// Where the time of a session check goes: CPU per request of our server beside the controls', in short interleaved windows.
//
//   node benchmarks/hotpath/compare.mjs [--rounds N] [--seconds N] [--path P] [--only a,b] [--log on|off] [--java "OPTIONS"] [--jfr FILE]
//
// All servers live at once on core 0, one under load at a time. What a request costs in CPU hardly depends on what else the machine
// does meanwhile, so this works where a throughput would not. For the numbers of the documentation use ./benchmarks/run.
import { spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { at, java, root } from "../harness/paths.mjs";
import { cpuSeconds } from "../harness/proc.mjs";
import { summary } from "../harness/statistics.mjs";

const options = { rounds: 9, seconds: 3, warmUp: 25, path: "/api/getsession", only: "", log: "off", java: "", jfr: "", sessions: 500, connections: 64 };
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];

const folder = mkdtempSync(join(tmpdir(), "latchkey-hotpath-"));
const children = [];
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const freePort = () => 20000 + Math.floor(Math.random() * 20000);

function launch(name, args, env = {}) {
  const log = openSync(join(folder, `${name}.log`), "w");
  const child = spawn("taskset", ["-c", "0", ...args], { env: { ...process.env, ...env }, stdio: ["ignore", log, log] });
  children.push(child);
  child.on("exit", (code) => code && console.error(`${name} ended with ${code}: ${readFileSync(join(folder, `${name}.log`), "utf8").slice(0, 2000)}`));
  return child.pid;
}

async function until200(port, path) {
  for (let i = 0; i < 3000; i++) {
    const { status } = await ask(port, path).catch(() => ({}));
    if (status === 200) return;
    await sleep(10);
  }
  throw new Error(`nothing answers on ${port}`);
}

function ask(port, path, { cookie, body } = {}) {
  return new Promise((resolve, reject) => {
    const headers = { Host: `localhost:${port}`, ...(cookie ? { Cookie: cookie } : {}), ...(body ? { "Content-Type": "application/json" } : {}) };
    const call = request({ host: "127.0.0.1", port, path, headers, method: body ? "POST" : "GET", agent: false }, (response) => {
      let text = "";
      response.on("data", (part) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, rawHeaders: response.rawHeaders, text }));
    });
    call.on("error", reject);
    call.end(body);
  });
}

const launcher = process.env.SERVER_UNDER_TEST ?? join(root, "server/target/latchkey/bin/latchkey");

async function ours() {
  const port = freePort();
  const data = join(folder, "data");
  const out = join(folder, "demo.out");
  const first = spawn(launcher, ["demo", `--port=${port}`, `--data=${data}`, "--password-memory-kib=7168", "--password-iterations=1"], { stdio: ["ignore", openSync(out, "w"), "inherit"] });
  await until200(port, "/api/getsession");
  let password;
  while (!password) {
    await sleep(50);
    password = /^password: (.*)$/m.exec(readFileSync(out, "utf8"))?.[1];
  }
  const cookies = [];
  for (let i = 0; i < options.sessions; i++) {
    const { headers } = await ask(port, "/api/login", { body: JSON.stringify({ username: "demo", password }) });
    cookies.push(headers["set-cookie"].map((line) => line.split(";")[0]).find((pair) => /^(__Host-)?latchkey=/.test(pair)));
  }
  writeFileSync(join(folder, "cookies"), cookies.join("\n"));
  for (const path of ["/api/getsession", "/api/data"]) {
    const { rawHeaders, text } = await ask(port, path, { cookie: cookies[0] });
    if (!text.includes("demo")) throw new Error(`${path} was to answer somebody who is logged in, and answered ${text}`);
    const lines = rawHeaders.flatMap((line, i) => (i % 2 === 0 ? [`${line}: ${rawHeaders[i + 1]}`] : []));
    writeFileSync(join(folder, `${path.slice(5)}.http`), `HTTP/1.1 200 OK\n${lines.join("\n")}\n\n${text}\n`);
  }
  first.kill("SIGTERM");
  await new Promise((resolve) => first.on("exit", resolve));
  const jfr = options.jfr ? ` -XX:StartFlightRecording=filename=${options.jfr},settings=profile,dumponexit=true,jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=2ms,jdk.ExecutionSample#enabled=false` : "";
  const pid = launch("latchkey", [launcher, "serve", `--port=${port}`, `--data=${data}`, "--management-port=0", `--log-access=${options.log}`], {
    LATCHKEY_JAVA_OPTS: `${options.java}${jfr}`,
  });
  return { name: "latchkey", port, pid };
}

function control(name, main) {
  const port = freePort();
  const classes = `${at("controls/target/controls.jar")}:${at("controls/target/lib")}/*`;
  const pid = launch(name, [java(), "--enable-native-access=ALL-UNNAMED", "-cp", classes, `dev.latchkey.benchmarks.controls.${main}`, String(port), folder]);
  return { name, port, pid };
}

async function load(server, seconds) {
  const args = ["-c", "1", "wrk", "-t1", `-c${options.connections}`, `-d${seconds}s`, "--timeout", "20s", "-s", at("harness/wrk.lua"), `http://127.0.0.1:${server.port}${options.path}`, "--", join(folder, "cookies"), options.path, String(server.port)];
  const before = cpuSeconds(server.pid);
  const child = spawn("taskset", args, { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (part) => (out += part));
  await new Promise((resolve) => child.on("exit", resolve));
  const result = JSON.parse(out.split("\n").find((line) => line.startsWith("{")));
  return { cpuMicros: ((cpuSeconds(server.pid) - before) * 1e6) / result.requests, perSecond: result.requests / (result.micros / 1e6), ...result };
}

const wanted = options.only ? options.only.split(",") : ["latchkey", "helidon", "netty"];
const servers = [await ours()];
if (wanted.includes("helidon")) servers.push(control("helidon", "HelidonControl"));
if (wanted.includes("netty")) servers.push(control("netty", "NettyControl"));
for (const server of servers) await until200(server.port, "/api/getsession");
for (const server of servers) await load(server, options.warmUp);

const rounds = [];
for (let round = 0; round < Number(options.rounds); round++) {
  const measured = {};
  for (let i = 0; i < servers.length; i++) {
    const server = servers[(i + round) % servers.length];
    measured[server.name] = await load(server, options.seconds);
  }
  rounds.push(measured);
}
const tell = ({ median, min, max }, digits = 2) => `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;
for (const { name } of servers) {
  const cpu = summary(rounds.map((round) => round[name].cpuMicros));
  const failed = rounds.reduce((sum, round) => sum + round[name].failed, 0);
  console.log(`${name.padEnd(9)} CPU µs/request ${tell(cpu)}  requests/s ${tell(summary(rounds.map((round) => round[name].perSecond)), 0)}  failed ${failed}`);
}
for (const { name } of servers.slice(1)) {
  console.log(`latchkey / ${name}: by CPU ${tell(summary(rounds.map((round) => round[name].cpuMicros / round.latchkey.cpuMicros)))}`);
}
if (options.jfr) {
  process.kill(servers[0].pid, "SIGTERM");
  await sleep(4000);
}
process.exit(0);
