// The tables people read.
import { commands } from "./commands/all.mjs";
import { targets } from "./targets.mjs";

/** Everything that the commands found: all targets, then each command's own tables. */
export function markdown(all) {
  const known = Object.entries(commands).filter(([name]) => all[name]);
  const judged = targets(found(all)).filter(({ verdict }) => verdict !== "not measured");
  return `${[
    ...(judged.length > 0 ? [`### Targets\n\n${targetsTable(judged)}`] : []),
    ...known.map(([name, { title, markdown: table }]) =>
      `### ${title}\n\n${origin(all[name])} By \`./benchmarks/run ${name}\`.\n\n${all[name].error ? `Not measured: ${oneLine(all[name].error)}` : table(all[name].result, all[name].options)}`),
    `### Versions\n\n${versions(known.map(([name]) => all[name].machine))}`,
  ].join("\n\n")}\n`;
}

/** What each command found, by name; nothing of one that failed. */
export const found = (all) => Object.fromEntries(Object.entries(all).map(([name, { result }]) => [name, result]));

export const targetsTable = (list) => `| what | target | measured | |
|---|--:|--:|---|
${list.map(({ what, target, measured, verdict }) => `| ${what} | ${target} | ${measured} | ${verdict === "missed" ? "**missed**" : verdict} |`).join("\n")}`;

/** A run itself is two: the server and its load. */
export const isBusy = (load) => load > 4;

/** On what, when and in what quiet. */
export const origin = ({ machine, minutes, load, stolen }) =>
  `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB; ${machine.system}; commit ${machine.commit}, ${machine.at.slice(0, 16)}Z; ${Math.round(minutes)} min, ` +
  `load ${load.toFixed(1)} at the end, ${(stolen * 100).toFixed(1)} % of the CPU stolen.${isBusy(load) ? " The machine was busy with other work: read these as sizes." : ""}`;

const versions = (machines) => `${Object.entries(Object.assign({}, ...machines.map((machine) => machine.versions))).filter(([, version]) => version)
  .map(([name, version]) => `${name} ${version}`).join("; ")}.`;

const oneLine = (text) => text.replace(/\s+/g, " ").replaceAll("|", "\\|").slice(0, 300);
