// The picture: one bar per row, requests per second, with the range over the rounds. Light and dark by the reader's setting.
const WIDTH = 820;
const LABELS = 270;
const RIGHT = 150;
const ROW = 34;
const BAR = 18;
const TOP = 64;

export function chart({ machine, rows }) {
  const shown = rows.filter((row) => row.rounds > 0);
  const most = Math.max(...shown.map((row) => row.perSecond.max));
  const scale = (value) => (value / most) * (WIDTH - LABELS - RIGHT);
  const height = TOP + shown.length * ROW + 34;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title description">
<title id="title">Session checks per second on one core</title>
<desc id="description">${shown.map((row) => `${escape(row.title)}: ${whole(row.perSecond.median)}`).join("; ")}</desc>
<style>
  text { font: 14px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 18px; font-weight: 600 }
  .small { font-size: 12px; fill: #59636e }
  .ours { fill: #1f6feb } .control { fill: #8c959f } .peer { fill: #d4a72c }
  .range { stroke: #1f2328; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 }
    .ours { fill: #4493f8 } .control { fill: #656c76 } .peer { fill: #bb8009 }
    .range { stroke: #e6edf3 }
  }
</style>
<text class="title" x="16" y="28">Session checks per second, one core</text>
<text class="small" x="16" y="48">median and range over the rounds; more is better</text>
${shown.map((row, i) => bar(row, TOP + i * ROW, scale)).join("\n")}
<text class="small" x="16" y="${height - 12}">${escape(machine.processor)}, ${machine.system}, ${machine.at.slice(0, 10)}</text>
</svg>
`;
}

function bar(row, y, scale) {
  const middle = y + BAR / 2;
  const from = LABELS + scale(row.perSecond.min);
  const to = LABELS + scale(row.perSecond.max);
  return [
    `<text x="${LABELS - 10}" y="${middle + 5}" text-anchor="end">${escape(row.title)}</text>`,
    `<rect class="${row.kind}" x="${LABELS}" y="${y}" width="${Math.max(1, scale(row.perSecond.median)).toFixed(1)}" height="${BAR}" rx="2"/>`,
    `<path class="range" d="M${from.toFixed(1)} ${middle}H${to.toFixed(1)}"/>`,
    `<text x="${(to + 10).toFixed(1)}" y="${middle + 5}">${whole(row.perSecond.median)}</text>`,
  ].join("");
}

const whole = (value) => Math.round(value).toLocaleString("en-US");
const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
