// The table people read.
export function markdown({ machine, options, baseline, rows }) {
  const { versions } = machine;
  const base = rows.find((row) => row.name === baseline)?.title ?? baseline;
  return `# Session checks per second, one core

${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB; ${machine.system}; commit ${machine.commit}; ${machine.at}.
Server alone on one core, load on the other, loopback, HTTP/1.1 keep-alive, ${options.connections} connections;
${options.sessions} live sessions, ${options.cookies} cookies in turn; ${options.rounds} rounds, interleaved, of ${options.seconds} s each after warming.
Medians; (min–max) over the rounds. Ratios are taken within a round; where the rounds' ratios spread by more than
${percent(options.spread)} of their median, no ratio is told.

| what | requests/s | ${base} ÷ this | p50 / p99 / p99.9 at saturation, ms | at half of its own load, ms | p99 there ÷ Netty's | start-up, s | RSS after start / loaded, MiB | server / generator CPU | remarks |
|---|--:|--:|--:|--:|--:|--:|--:|--:|---|
${rows.map(line).join("\n")}

${Object.entries(versions).filter(([, version]) => version).map(([name, version]) => `${name} ${version}`).join("; ")}.
`;
}

const line = (row) =>
  row.rounds === 0
    ? `| ${row.title} | – | – | – | – | – | – | – | – | ${row.remarks.join("; ")} |`
    : `| ${[
        row.title,
        `**${whole(row.perSecond.median)}** (${whole(row.perSecond.min)}–${whole(row.perSecond.max)})`,
        ratio(row.baselineRatio),
        latency(row.saturatedMicros),
        latency(row.halfMicros),
        ratio(row.halfP99ToNetty),
        (row.startUpMillis.median / 1000).toFixed(2),
        `${whole(row.startMiB.median)} / ${whole(row.loadedMiB.median)}`,
        `${percent(row.serverCpu.median)} / ${percent(row.generatorCpu.median)}`,
        row.remarks.join("; "),
      ].join(" | ")} |`;

const whole = (value) => Math.round(value).toLocaleString("en-US");
const percent = (share) => `${Math.round(share * 100)} %`;
const latency = (micros) => ["p50", "p99", "p999"].map((name) => (micros[name].median / 1000).toFixed(2)).join(" / ");

export function ratio(value) {
  if (!value) return "–";
  if (!value.told && value.rounds === 1) return "one round tells none";
  if (!value.told) return `rounds disagree (spread ${percent(value.spread)})`;
  return `${value.median.toFixed(2)} (${value.min.toFixed(2)}–${value.max.toFixed(2)})`;
}
