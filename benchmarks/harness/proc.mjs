// What the kernel tells about CPU, memory and the machine's quiet (Linux's /proc).
import { readFileSync, readdirSync } from "node:fs";

const TICKS_PER_SECOND = 100;

function stat(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND };
  } catch {
    return undefined; // it ended meanwhile
  }
}

/** The process and all its descendants. */
export function tree(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name)) parents.set(Number(name), stat(name)?.parent);
  }
  const found = [pid];
  for (let i = 0; i < found.length; i++) {
    for (const [child, parent] of parents) if (parent === found[i]) found.push(child);
  }
  return found;
}

/** CPU seconds a process and its descendants have used. */
export const cpuSeconds = (pid) => tree(pid).reduce((sum, one) => sum + (stat(one)?.cpu ?? 0), 0);

/** Resident memory in MiB; pages that forked workers share count once (Pss). */
export function residentMiB(pid) {
  const pids = tree(pid);
  const kib = pids.reduce((sum, one) => sum + (pids.length === 1 ? rss(one) : pss(one)), 0);
  return kib / 1024;
}

const rss = (pid) => field(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/);
const pss = (pid) => field(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+)/m);

function field(file, pattern) {
  try {
    return Number(pattern.exec(readFileSync(file, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Seconds since boot each core spent in processes, in interrupts (loopback's network work among them), stolen, and in all. */
export function cores() {
  return readFileSync("/proc/stat", "utf8")
    .split("\n")
    .filter((line) => /^cpu\d/.test(line))
    .map((line) => {
      const [user, nice, system, idle, iowait, irq, softirq, steal] = line.split(/\s+/).slice(1).map((t) => Number(t) / TICKS_PER_SECOND);
      return { busy: user + nice + system, interrupts: irq + softirq, steal, all: user + nice + system + idle + iowait + irq + softirq + steal };
    });
}

/** Opens a measurement of both sides; the returned function closes it: shares of one core over the time between. */
export function watch(serverPid, generatorPid) {
  const before = { at: performance.now(), cores: cores(), server: cpuSeconds(serverPid), generator: cpuSeconds(generatorPid) };
  return () => {
    const seconds = (performance.now() - before.at) / 1000;
    const now = cores();
    const share = (core, key) => (now[core][key] - before.cores[core][key]) / (now[core].all - before.cores[core].all);
    return {
      server: (cpuSeconds(serverPid) - before.server) / seconds,
      generator: (cpuSeconds(generatorPid) - before.generator) / seconds,
      serverCore: share(0, "busy"),
      generatorCore: share(1, "busy"),
      serverInterrupts: share(0, "interrupts"),
      generatorInterrupts: share(1, "interrupts"),
      steal: Math.max(share(0, "steal"), share(1, "steal")),
      load: Number(readFileSync("/proc/loadavg", "utf8").split(" ")[0]),
    };
  };
}
