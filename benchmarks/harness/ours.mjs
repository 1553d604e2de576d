// What the commands that look at our own server alone share.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { start } from "./launch.mjs";
import { folder, javaHome } from "./paths.mjs";
import { residentMiB } from "./proc.mjs";
import { ours, PASSWORD, USERS } from "./servers.mjs";

export const CHECK = "/api/getsession";

/** Runs `use(running)` against our server on that store, and stops it whatever happens. `more` and `env` as for start. */
export async function withOurs(store, options, use, { more = [], ...rest } = {}) {
  const running = await start(ours("latchkey"), { port: options.port, data: store.data, more, ...rest });
  try {
    return await use({ ...running, port: options.port, serverPid: running.pid });
  } finally {
    await running.stop();
  }
}

/** Bodies of good logins, one a line. */
export function loginBodies() {
  const file = join(folder("bodies"), "logins.txt");
  writeFileSync(file, Array.from({ length: USERS }, (_, i) => JSON.stringify({ username: `user${i}`, password: PASSWORD })).join("\n"));
  return file;
}

/** wrk ends without its answers; the logins it leaves behind are hashed, or refused after the server's deadline, and would stand in others' way. */
export const loginsLeftBehind = () => sleep(6_000);

/** MiB of live objects after a full collection; undefined without a JDK's jcmd. */
export function liveHeapMiB(pid) {
  try {
    const jcmd = (command) => execFileSync(join(javaHome(), "bin/jcmd"), [String(pid), command], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    jcmd("GC.run");
    const used = [...jcmd("GC.heap_info").matchAll(/total \d+K, used (\d+)K/g)].map(([, kib]) => Number(kib));
    return used.length > 0 ? used.reduce((a, b) => a + b) / 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** Resident memory, looked at once a second while `work` runs: { most, result }. */
export async function watchingMemory(pid, work) {
  let most = residentMiB(pid);
  const timer = setInterval(() => (most = Math.max(most, residentMiB(pid))), 1000);
  try {
    const result = await work;
    return { result, mostMiB: Math.max(most, residentMiB(pid)) };
  } finally {
    clearInterval(timer);
  }
}

export const micros = (value) => (value / 1000).toFixed(2);
export const whole = (value) => Math.round(value).toLocaleString("en-US");
export const percent = (share) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
