// What the kernel tells about CPU, memory and the machine's quiet (Linux's /proc).
import { readFileSync, readdirSync } from "node:fs";

const TICKS_PER_SECOND = 100;

function parentOf(pid) {
  const line = text(`/proc/${pid}/stat`);
  return line && Number(line.slice(line.lastIndexOf(")") + 2).split(" ")[1]);
}

/** The process and all its descendants. */
export function tree(pid) {
  const parents = new Map();
  for (const name of readdirSync("/proc")) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(name));
  }
  const found = [pid];
  for (let i = 0; i < found.length; i++) {
    for (const [child, parent] of parents) if (parent === found[i]) found.push(child);
  }
  return found;
}

/** Nanoseconds on a core of every thread of the process and its descendants, the kernel's own threads for it (io_uring) among them. */
function threads(pid) {
  const found = new Map();
  for (const one of tree(pid)) {
    for (const thread of entries(`/proc/${one}/task`)) {
      const time = Number(text(`/proc/${one}/task/${thread}/schedstat`)?.split(" ")[0]);
      if (time >= 0) found.set(thread, time);
    }
  }
  return found;
}

/**
 * Opens a measurement; the returned function closes it: CPU time in microseconds that the process took since. To the nanosecond, where /proc/PID/stat
 * counts hundredths of a second; what a thread that ended meanwhile had taken is lost.
 */
export function cpuMicros(pid) {
  const before = threads(pid);
  return () => [...threads(pid)].reduce((sum, [thread, time]) => sum + time - (before.get(thread) ?? 0), 0) / 1000;
}

/** Resident memory in MiB; pages that forked workers share count once (Pss). */
export function residentMiB(pid) {
  const pids = tree(pid);
  const kib = pids.reduce((sum, one) => sum + (pids.length === 1 ? rss(one) : pss(one)), 0);
  return kib / 1024;
}

const rss = (pid) => field(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/);
const pss = (pid) => field(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+)/m);

const field = (file, pattern) => Number(pattern.exec(text(file) ?? "")?.[1] ?? 0);

function text(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // it ended meanwhile
  }
}

function entries(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Opens a look at the whole machine; the returned function closes it: how much of its time was stolen, and the load by then. */
export function watchMachine() {
  const times = () => text("/proc/stat").split("\n")[0].split(/\s+/).slice(1, 9).map((ticks) => Number(ticks) / TICKS_PER_SECOND);
  const before = times();
  return () => {
    const since = times().map((time, i) => time - before[i]);
    return { stolen: since[7] / since.reduce((a, b) => a + b), load: Number(text("/proc/loadavg").split(" ")[0]) };
  };
}
