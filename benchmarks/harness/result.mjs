// From raw rounds to one line per row.
import { ratio, summary } from "./statistics.mjs";

const NETTY = "netty-control";
const MOST_STEAL = 0.02;
const MOST_OTHERS = 0.1; // share of a core that other processes may take before the row says so
const FEW_SAMPLES = 5000; // below it a p99.9 is the word of a handful

/** `rounds` is [{ [row name]: measured | { error } }]; a row that failed in a round is left out of that round's ratios. */
export function summarize(rows, rounds, options) {
  const of = (name, pick) => rounds.map((round) => (round[name]?.saturated ? pick(round[name]) : undefined));
  const baseline = options.baseline ?? (rows.find((row) => row.name === "latchkey") ?? rows[0]).name;
  return {
    baseline,
    rows: rows.map((row) => {
      const all = of(row.name, (measured) => measured).filter(Boolean);
      const told = (pick) => summary(all.map(pick));
      return {
        name: row.name,
        title: row.title,
        short: row.short ?? row.title,
        kind: row.kind,
        chart: row.chart,
        rounds: all.length,
        perSecond: told(perSecond),
        baselineRatio: ratio(of(baseline, perSecond), of(row.name, perSecond), options.spread),
        saturatedMicros: latencies(all.map((measured) => measured.saturated.latencyMicros)),
        halfMicros: latencies(all.map((measured) => measured.half.latencyMicros)),
        halfAnswers: told((measured) => measured.half.answered),
        halfP99ToNetty: ratio(of(row.name, halfP99), of(NETTY, halfP99), options.spread),
        startUpMillis: told((measured) => measured.startUpMillis),
        startMiB: told((measured) => measured.startMiB),
        loadedMiB: told((measured) => measured.loadedMiB),
        cpuMicros: told((measured) => (measured.saturated.cpu.server / perSecond(measured)) * 1e6),
        serverCpu: told((measured) => measured.saturated.cpu.server),
        generatorCpu: told((measured) => measured.saturated.cpu.generator),
        remarks: [row.note, ...remarks(all, rounds.map((round) => round[row.name]?.error).filter(Boolean))].filter(Boolean),
      };
    }),
  };
}

const perSecond = (measured) => measured.saturated.perSecond;
const halfP99 = (measured) => measured.half.latencyMicros.p99;

/** The ratio of two rows' throughput, or of their p99 at half load, over the rounds that measured both. */
export function ratioOf(rounds, numerator, denominator, limit, what = "perSecond") {
  const pick = what === "perSecond" ? perSecond : halfP99;
  const of = (name) => rounds.map((round) => (round[name]?.saturated ? pick(round[name]) : undefined));
  return ratio(of(numerator), of(denominator), limit);
}

const latencies = (all) =>
  Object.fromEntries(["p50", "p99", "p999"].map((name) => [name, summary(all.map((latency) => latency[name]))]));

/** A process's own time includes the interrupts that came upon it. */
const others = (cpu) =>
  Math.max(cpu.serverCore + cpu.serverInterrupts - cpu.server, cpu.generatorCore + cpu.generatorInterrupts - cpu.generator);

function remarks(all, errors) {
  const total = all.length + errors.length;
  const count = (test) => all.filter(test).length;
  const said = [];
  const say = (number, text) => number > 0 && said.push(number === total ? text : `${text} (${number} of ${total} rounds)`);
  const written = summary(all.map((m) => m.accessLinesShare).filter((share) => share !== undefined));
  if (written && written.median < 0.99) said.push(`at this load the log keeps ${Math.round(written.median * 100)} % of its lines`);
  say(count((m) => m.startedOnce), "started and filled once, then asleep between rounds");
  say(count((m) => m.half.answered < FEW_SAMPLES), "few samples for a p99.9 at half load");
  say(count((m) => m.saturated.generatorWasTheLimit), "the generator was the limit at saturation");
  say(count((m) => m.half.generatorWasTheLimit), "the generator was late at half load");
  say(count((m) => !m.warmUp.stable), "not stable after warming");
  say(count((m) => m.saturated.failed + m.half.failed > 0), "some answers failed");
  say(count((m) => m.half.answered < m.half.intended * 0.99), "the fixed rate was not held");
  say(count((m) => Math.max(m.saturated.cpu.steal, m.half.cpu.steal) > MOST_STEAL), "CPU was stolen from the machine");
  say(count((m) => Math.max(others(m.saturated.cpu), others(m.half.cpu)) > MOST_OTHERS), "other processes were busy on the machine");
  say(errors.length, `failed: ${errors[0]}`);
  return said;
}
