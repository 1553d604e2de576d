// A table of rows that were measured by turns.
import { interval, median } from "./statistics.mjs";

export function rowsTable(rows) {
  const all = Object.values(rows);
  return `| what | CPU of a request, µs | requests per CPU second | requests/s seen | of each start, µs | p99 at half load, ms | RSS under load, MiB | remarks |
|---|--:|--:|--:|---|--:|--:|---|
${all.map(line).join("\n")}`;
}

function line(row) {
  const title = row.kind === "ours" ? `**${row.title}**` : row.title;
  const micros = interval(row.starts.map((turns) => turns.map((turn) => turn.micros)));
  if (!micros) return `| ${title} | – | – | – | – | – | – | ${remarks(row)} |`;
  const turns = row.starts.flat();
  return `| ${[
    title,
    `${decimal(micros.median)} (${decimal(micros.low)}–${decimal(micros.high)})`,
    whole(1e6 / micros.median),
    whole(median(turns.map((turn) => turn.requests / turn.seconds))),
    row.starts.filter((start) => start.length > 0).map((start) => decimal(median(start.map((turn) => turn.micros)))).join(", "),
    row.half.flat().length > 0 ? (median(row.half.flat().map(({ latencyMicros }) => latencyMicros.p99)) / 1000).toFixed(2) : "–",
    row.loadedMiB.length > 0 ? whole(median(row.loadedMiB)) : "–",
    remarks(row),
  ].join(" | ")} |`;
}

function remarks(row) {
  const turns = row.starts.flat();
  const said = [row.note];
  if (row.error) said.push(`failed: ${row.error.replace(/\s+/g, " ").replaceAll("|", "\\|").slice(0, 200)}`);
  if (row.linesKept < 0.99) said.push(`the log kept ${Math.round(row.linesKept * 100)} % of its lines`);
  if (row.unsettled > 0) said.push(`not settled after warming (${row.unsettled} of ${row.starts.length} starts)`);
  if (turns.some((turn) => turn.failed > 0)) said.push("some answers failed");
  if (turns.length > 0 && median(turns.map((turn) => turn.busy)) < 0.8) said.push(`the server was busy ${Math.round(median(turns.map((turn) => turn.busy)) * 100)} % of the time`);
  return said.filter(Boolean).join("; ");
}

const decimal = (value) => value.toFixed(value < 100 ? 2 : 0);
const whole = (value) => Math.round(value).toLocaleString("en-US");
