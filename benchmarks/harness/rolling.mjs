// Servers that are replaced one after the other behind HAProxy, as the page on several servers sets it up, while people go on.
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { get, logFile, start } from "./launch.mjs";
import { generate } from "./load.mjs";
import { loginBodies } from "./ours.mjs";
import { folder, root } from "./paths.mjs";
import { ours } from "./servers.mjs";

const NODES = 3;
const CHECKS = 2000; // a second
const LOGINS = 20;
const BETWEEN_MS = 3000; // until HAProxy has found the last one ready, and some more

/** { seconds, streams } of checks and logins, each with the number of answers by status; 0 stands for none. */
export async function rolling({ first, shared, store, seconds }) {
  const at = (i) => ({ port: first + 1 + i, managed: first + 11 + i });
  const startNode = (i) => {
    const { port, managed } = at(i);
    const server = ours(`rolling-${i + 1}`, { managed,
      more: [...shared, "--public-origin", `http://localhost:${first}`, "--trusted-proxies", "127.0.0.1"] });
    // It knows itself by the proxy's address alone; whether it is ready its other port tells.
    return start({ ...server, ready: "/health/ready", command: () => server.command({ port, data: store.data }) },
      { port: managed, cores: "0,1" });
  };
  const nodes = [];
  let proxy;
  try {
    for (let i = 0; i < NODES; i++) nodes.push(await startNode(i));
    proxy = await startHaproxy(first, at);
    const load = generate({ port: first, serverPid: nodes[0].pid, seconds, streams: [
      { path: "/api/data", cookies: store.cookies, rate: CHECKS, connections: 32 },
      { path: "/api/login", bodies: loginBodies(), rate: LOGINS, connections: 32 },
    ] });
    for (let i = 0; i < NODES; i++) {
      await sleep(BETWEEN_MS);
      await nodes[i].stop();
      nodes[i] = await startNode(i);
    }
    const { streams } = await load;
    return { seconds, streams };
  } finally {
    proxy?.kill("SIGTERM");
    for (const node of nodes) await node.stop();
  }
}

async function startHaproxy(port, at) {
  let text = readFileSync(join(root, "docs/deployments/haproxy-many.cfg"), "utf8")
    .replace("bind :8080\n", `bind 127.0.0.1:${port}\n`).replace("bind :::8080 v6only\n", "\n");
  if (process.getuid() !== 0) text = text.replace("    user haproxy\n    group haproxy\n", "");
  for (let i = 0; i < NODES; i++) {
    text = text.replaceAll(`127.0.0.1:501${i + 1}`, `127.0.0.1:${at(i).port}`).replace(`port 502${i + 1}`, `port ${at(i).managed}`);
  }
  const file = join(folder("haproxy"), "haproxy.cfg");
  writeFileSync(file, text);
  const log = openSync(logFile("haproxy"), "w");
  const child = spawn("haproxy", ["-f", file, "-db"], { stdio: ["ignore", log, log] });
  closeSync(log);
  for (let i = 0; i < 100; i++) {
    if (await get(port, "/api/getsession").then(({ status }) => status === 200, () => false)) return child;
    await sleep(50);
  }
  child.kill("SIGTERM");
  throw new Error("HAProxy does not answer: see scratch/logs/haproxy.log");
}
