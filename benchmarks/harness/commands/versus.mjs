// Our server beside the one that is packaged in another checkout: what a change made of the CPU time of a check.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { interval, paired } from "../statistics.mjs";
import { checkout } from "../paths.mjs";
import { record } from "../record.mjs";
import { rowsTable } from "../rowstable.mjs";
import { ours } from "../servers.mjs";
import { byTurns } from "../turns.mjs";
import { EPOLL, IO_URING } from "./standard.mjs";

export const versus = {
  title: "Beside another commit",
  prepare: ["wrk", "latchkey"],

  async run(options) {
    if (!options.other) throw new Error("versus needs --other DIR: another checkout, whose server is packaged");
    const other = checkout(resolve(options.other));
    if (!existsSync(other.launcher)) throw new Error(`nothing is packaged in ${other.root}: mvn -Pfast package -pl server -am there`);
    const commit = execFileSync("git", ["-C", other.root, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
    const row = { ...EPOLL, name: "other", title: `Latchkey of ${commit}`, server: ours("other", { of: other }) };
    return { commit, rows: await byTurns([IO_URING, row, EPOLL].map((one) => ({ ...one, half: false })), options, await record(options)) };
  },

  markdown: ({ commit, rows }) => `${rowsTable(rows)}

CPU of a check ÷ that of commit ${commit}, each with what it takes by default besides: ${["epoll", "io_uring"].map((name) => {
    const found = interval(paired(rows[name], rows.other, (a, b) => a.micros / b.micros));
    return found ? `${found.median.toFixed(2)} (${found.low.toFixed(2)}–${found.high.toFixed(2)}) on ${name}` : `not measured on ${name}`;
  }).join(", ")}.`,
};
