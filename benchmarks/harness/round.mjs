// One round: all servers are made ready and sleep; then they take short turns, so that what else the machine does meanwhile falls on
// all of them alike.
import { say } from "./build.mjs";
import { paced, saturate } from "./load.mjs";
import { checkAnswers, member, orFail } from "./member.mjs";
import { mean, median } from "./statistics.mjs";

// Seconds of a turn.
const SATURATED = 1;
const PACED = 2;
const PACED_WARM_UP = 1;

export async function measureRound(chosen, options, recorded, until) {
  const failed = [];
  const members = [];
  try {
    for (const group of chosen) {
      try {
        if (Date.now() > until) throw new Error("left out: the time budget was used up");
        if (group.unbuilt) throw new Error(`could not be built: ${group.unbuilt}`);
        members.push(await member(group, options, recorded));
      } catch (error) {
        say(`${group.name} failed: ${error.message}`);
        failed.push(...group.rows.map((row) => [row.name, { error: error.message }]));
      }
    }
    await takeTurns(members, "saturated", options.seconds / SATURATED, (load) => saturate({ ...load, seconds: SATURATED }));
    await takeTurns(members, "half", options.seconds / PACED, (load, { saturated }) =>
      paced({ ...load, seconds: PACED, rate: saturated.perSecond / 2, warmUp: PACED_WARM_UP }));
    for (const { rows, during, loadedMiB } of members) {
      await during(async () => {
        for (const one of rows) await orFail(one, () => checkAnswers(one));
      });
      for (const { result } of rows) result.loadedMiB = loadedMiB();
    }
  } finally {
    for (const { end } of members) await end();
  }
  const rows = members.flatMap((one) => one.rows);
  for (const { row, result } of rows) {
    if (!result.error) say(`${row.name}: ${Math.round(result.saturated.perSecond)}/s, p99 at half of it ${Math.round(result.half.latencyMicros.p99)} µs`);
  }
  return Object.fromEntries([...failed, ...rows.map(({ row, result }) => [row.name, result.error ? { error: result.error } : result])]);
}

/** Each row is loaded so many times, by turns with all others; the joined result goes under that name. */
async function takeTurns(members, name, turns, load) {
  const windows = new Map();
  for (let turn = 0; turn < Math.max(1, Math.floor(turns)); turn++) {
    for (const { rows, during } of turned(members, turn)) {
      await during(async () => {
        for (const one of rows.filter(({ row }) => !row.apart)) {
          await orFail(one, async () => {
            const window = await load(one.load, one.result);
            windows.set(one, [...(windows.get(one) ?? []), window]);
            one.result.asked += window.requests ?? window.answered + PACED_WARM_UP * window.rate;
          });
        }
      });
    }
  }
  for (const [one, of] of windows) await orFail(one, () => (one.result[name] = joined(of)));
}

/** Each turn begins with another one, so that none is always the first or always follows the same one. */
export const turned = (list, by) => list.map((_, i) => list[(i + by) % list.length]);

/** Several windows as one: what was counted adds up, shares are averaged, of the percentiles the median is taken. */
export function joined(windows) {
  const sum = (name) => windows.reduce((all, window) => all + window[name], 0);
  const over = (name, how) => Object.fromEntries(Object.keys(windows[0][name]).map((key) => [key, how(windows.map((window) => window[name][key]))]));
  const counted = ["requests", "micros", "failed", "answered", "intended"].filter((name) => name in windows[0]);
  const totals = Object.fromEntries(counted.map((name) => [name, sum(name)]));
  if (totals.requests === 0) throw new Error("nothing was answered at saturation");
  return {
    ...totals,
    ...("requests" in totals ? { perSecond: totals.requests / (totals.micros / 1e6) } : { rate: windows[0].rate }),
    latencyMicros: over("latencyMicros", median),
    cpu: over("cpu", mean),
    generatorWasTheLimit: windows.filter((window) => window.generatorWasTheLimit).length > windows.length / 2,
    windows,
  };
}
