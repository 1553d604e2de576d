// The picture: one bar per row, checks per second of CPU, with the 95 % interval. It brings its own ground, so that it can be read on
// a light page and a dark one, whatever the reader's setting.
import { interval } from "./statistics.mjs";

const WIDTH = 820;
const LABELS = 290;
const RIGHT = 110;
const ROW = 30;
const BAR = 16;
const TOP = 76;

const NOT_SHOWN = ["forged", "tls", "h2"]; // of other requests, or over TLS

/** Those of the standard run, and of the peers where they were measured. */
function bars({ standard, peers }) {
  const ofPeers = Object.fromEntries(Object.entries(peers?.result?.rows ?? {}).filter(([, { kind }]) => kind === "peer"));
  return Object.entries({ ...standard.result.rows, ...ofPeers }).flatMap(([name, { title, kind, starts }]) => {
    if (NOT_SHOWN.includes(name)) return [];
    const micros = interval(starts.map((turns) => turns.map((turn) => turn.micros)));
    return micros ? [{ title, kind, value: 1e6 / micros.median, low: 1e6 / micros.high, high: 1e6 / micros.low }] : [];
  }).sort((a, b) => b.value - a.value);
}

export function chart(all) {
  const shown = bars(all);
  const { machine } = all.standard;
  const most = Math.max(1, ...shown.map((row) => row.high));
  const scale = (value) => (value / most) * (WIDTH - LABELS - RIGHT);
  const height = TOP + shown.length * ROW + 34;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">Session checks per second of CPU</title>
<desc id="description">${shown.map((row) => `${escape(row.title)}: ${whole(row.value)}`).join("; ")}</desc>
<style>
  text { font: 14px system-ui, sans-serif; fill: #1f2328 }
  .ground { fill: #ffffff; stroke: #d1d9e0 }
  .title { font-size: 18px; font-weight: 600 }
  .small { font-size: 12px; fill: #59636e }
  .ours { fill: #1f6feb } .control { fill: #8c959f } .peer { fill: #c99a1d }
  .name.ours { fill: #0a53c4; font-weight: 700 } .name.control, .name.peer { fill: #1f2328 }
  .range { stroke: #1f2328; stroke-width: 1.5; fill: none }
  @media (prefers-color-scheme: dark) {
    text, .name.control, .name.peer { fill: #e6edf3 }
    .ground { fill: #151b23; stroke: #3d444d }
    .small { fill: #9198a1 }
    .ours { fill: #4493f8 } .control { fill: #7d8590 } .peer { fill: #d29922 }
    .name.ours { fill: #79b8ff }
    .range { stroke: #e6edf3 }
  }
</style>
<rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
<text class="title" x="20" y="32">Session checks per second of CPU</text>
<text class="small" x="20" y="54">median and 95 % interval; more is better</text>
${legend()}
${shown.map((row, i) => bar(row, TOP + i * ROW, scale)).join("\n")}
<text class="small" x="20" y="${height - 12}">${escape(machine.processor)}, ${escape(machine.system)}, ${machine.at.slice(0, 10)}</text>
</svg>
`;
}

function legend() {
  const parts = [["ours", "Latchkey"], ["control", "recorded answers, nothing checked"], ["peer", "others"]];
  let x = 390;
  return parts
    .map(([kind, text]) => {
      const part = `<rect class="${kind}" x="${x}" y="44" width="12" height="12" rx="2"/><text class="small" x="${x + 18}" y="54">${text}</text>`;
      x += 34 + text.length * 6.2;
      return part;
    })
    .join("");
}

function bar(row, y, scale) {
  const middle = y + BAR / 2;
  const from = LABELS + scale(row.low);
  const to = LABELS + scale(row.high);
  return [
    `<text class="name ${row.kind}" x="${LABELS - 10}" y="${middle + 5}" text-anchor="end">${escape(row.title)}</text>`,
    `<rect class="${row.kind}" x="${LABELS}" y="${y}" width="${Math.max(1, scale(row.value)).toFixed(1)}" height="${BAR}" rx="2"/>`,
    `<path class="range" d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}M${from.toFixed(1)} ${middle - 4}v8M${to.toFixed(1)} ${middle - 4}v8"/>`,
    `<text x="${(to + 10).toFixed(1)}" y="${middle + 5}">${whole(row.value)}</text>`,
  ].join("");
}

const whole = (value) => Math.round(value).toLocaleString("en-US");
const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
