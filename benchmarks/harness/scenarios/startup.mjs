// From the command to the first 200, with and without the cache of loaded classes, on one core and on all.
import { CHECK, whole, withOurs } from "../ours.mjs";
import { residentMiB } from "../proc.mjs";
import { seeded } from "../seed.mjs";
import { summary } from "../statistics.mjs";

const WAYS = [
  { name: "aot", title: "with the class cache, one core" },
  { name: "noAot", title: "without it, one core", env: { LATCHKEY_JAVA_OPTS: "-XX:AOTMode=off" } },
  { name: "aotAllCores", title: "with the class cache, all cores", cores: "0-1" },
];

export const startup = {
  title: "Start",
  seconds: { quick: 10, short: 30, full: 60 },
  stores: (options) => [() => seeded(options.sessions)],

  async run(options) {
    const times = { quick: 1, short: 4, full: 9 }[options.mode];
    const store = seeded(options.sessions);
    const seen = Object.fromEntries(WAYS.map(({ name }) => [name, []]));
    for (let i = 0; i < times; i++) {
      for (const { name, env, cores } of WAYS) {
        seen[name].push(await withOurs(store, options, ({ pid, startUpMillis }) => ({ millis: startUpMillis, rssMiB: residentMiB(pid) }), { env, cores }));
      }
    }
    return Object.fromEntries(WAYS.map(({ name, title }) => [name, {
      title, times, millis: summary(seen[name].map((one) => one.millis)), rssMiB: summary(seen[name].map((one) => one.rssMiB)),
    }]));
  },

  markdown: (result) => `From the command to the first 200 of \`GET ${CHECK}\`; ${result.aot.times} starts each.

| | to the first 200, ms | RSS then, MiB |
|---|--:|--:|
${Object.values(result).map(({ title, millis, rssMiB }) => `| ${title} | ${whole(millis.median)} (${whole(millis.min)}–${whole(millis.max)}) | ${whole(rssMiB.median)} |`).join("\n")}`,
};
