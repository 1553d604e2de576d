// From the command to the first 200, with and without the cache of loaded classes, on one core and on all.
import { whole, withOurs } from "./ours.mjs";
import { residentMiB } from "./proc.mjs";
import { interval } from "./statistics.mjs";

const WAYS = {
  aot: { title: "with the class cache, one core" },
  noAot: { title: "without it, one core", env: { LATCHKEY_JAVA_OPTS: "-XX:AOTMode=off" } },
  aotAllCores: { title: "with the class cache, all cores", cores: "0-1" },
};

/** { way: { title, millis: interval, rssMiB: interval } } */
export async function measureStarts(store, options) {
  const seen = Object.fromEntries(Object.keys(WAYS).map((name) => [name, { millis: [], rssMiB: [] }]));
  for (let i = 0; i < options.startUps; i++) {
    for (const [name, { env, cores }] of Object.entries(WAYS)) {
      await withOurs(store, options, ({ pid, startUpMillis }) => {
        seen[name].millis.push(startUpMillis);
        seen[name].rssMiB.push(residentMiB(pid));
      }, { env, cores });
    }
  }
  return Object.fromEntries(Object.entries(seen).map(([name, { millis, rssMiB }]) =>
    [name, { title: WAYS[name].title, millis: interval([millis]), rssMiB: interval([rssMiB]) }]));
}

export const startsTable = (starts) => `| | to the first 200, ms | RSS then, MiB |
|---|--:|--:|
${Object.values(starts).map(({ title, millis, rssMiB }) => `| ${title} | ${whole(millis.median)} (${whole(millis.low)}–${whole(millis.high)}) | ${whole(rssMiB.median)} |`).join("\n")}`;
