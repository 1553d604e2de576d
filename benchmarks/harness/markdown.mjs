// The tables people read.
import { scenarios as steps } from "./scenarios/all.mjs";

export function markdown(result) {
  const { machine, options, rows, targets, scenarios } = result;
  const parts = [heading(machine, options)];
  if (targets.some((one) => one.verdict !== "not measured")) parts.push(targetsTable(targets));
  if (rows.some((row) => row.rounds > 0 || row.remarks.length > 0)) parts.push(checks(result));
  for (const [name, step] of Object.entries(steps)) {
    const done = scenarios[name];
    if (done) parts.push(`### ${step.title}\n\n${done.error ? `Not measured: ${oneLine(done.error)}` : step.markdown(done.result)}`);
  }
  parts.push(`### Versions\n\n${Object.entries(machine.versions).filter(([, version]) => version).map(([name, version]) => `${name} ${version}`).join("; ")}.`);
  return `${parts.join("\n\n")}\n`;
}

const heading = (machine, options) => `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB; ${machine.system}; commit ${machine.commit}; ${machine.at.slice(0, 16)}Z.
Measured by \`./benchmarks/run${options.commandLine ? ` ${options.commandLine}` : ""}\`.${options.controls === "samples" ? " The controls answered with samples, not with what our server wrote." : ""}`;

const targetsTable = (targets) => `### Targets

| what | target | measured | |
|---|--:|--:|---|
${targets.map(({ what, target, measured, verdict }) => `| ${what} | ${target} | ${measured} | ${verdict === "missed" ? "**missed**" : verdict} |`).join("\n")}`;

function checks({ options, baseline, rows }) {
  const base = rows.find((row) => row.name === baseline)?.title ?? baseline;
  return `### Session checks per second, one core

Server alone on one core, load on the other, loopback, HTTP/1.1 keep-alive, ${options.connections} connections;
${options.sessions.toLocaleString("en-US")} live sessions, ${options.cookies.toLocaleString("en-US")} cookies in turn; ${options.rounds} rounds of ${options.seconds} s each after warming, in turns of 1 s or 2.
Medians; (min–max) over the rounds. Ratios are taken within a round; where the rounds' ratios spread by more than
${percent(options.spread)} of their median, no ratio is told.

| what | requests/s | ${base} ÷ this | p50 / p99 / p99.9 at saturation, ms | at half of its own load, ms | p99 there ÷ Netty's | start-up, s | RSS after start / loaded, MiB | CPU per request, µs | server / generator CPU | remarks |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|
${rows.map(line).join("\n")}`;
}

const line = (row) => {
  const title = row.kind === "ours" ? `**${row.title}**` : row.title;
  return row.rounds === 0
    ? `| ${title} | – | – | – | – | – | – | – | – | – | ${oneLine(row.remarks.join("; "))} |`
    : `| ${[
        title,
        `**${whole(row.perSecond.median)}** (${whole(row.perSecond.min)}–${whole(row.perSecond.max)})`,
        ratio(row.baselineRatio),
        latency(row.saturatedMicros),
        latency(row.halfMicros),
        ratio(row.halfP99ToNetty),
        (row.startUpMillis.median / 1000).toFixed(2),
        `${whole(row.startMiB.median)} / ${whole(row.loadedMiB.median)}`,
        row.cpuMicros.median.toFixed(1),
        `${percent(row.serverCpu.median)} / ${percent(row.generatorCpu.median)}`,
        oneLine(row.remarks.join("; ")),
      ].join(" | ")} |`;
};

const whole = (value) => Math.round(value).toLocaleString("en-US");
const percent = (share) => `${Math.round(share * 100)} %`;
const latency = (micros) => ["p50", "p99", "p999"].map((name) => (micros[name].median / 1000).toFixed(2)).join(" / ");
const oneLine = (text) => text.replace(/\s+/g, " ").replaceAll("|", "\\|").slice(0, 300);

export function ratio(value) {
  if (!value) return "–";
  if (!value.told && value.rounds === 1) return "one round tells none";
  if (!value.told) return `rounds disagree (spread ${percent(value.spread)})`;
  return `${value.median.toFixed(2)} (${value.min.toFixed(2)}–${value.max.toFixed(2)})`;
}
