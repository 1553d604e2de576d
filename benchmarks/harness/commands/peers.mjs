// What one would use instead, beside ours. Started once: those that keep sessions in memory are filled by logging in.
import { CHECK, whole } from "../ours.mjs";
import { record } from "../record.mjs";
import { rowsTable } from "../rowstable.mjs";
import { peers as servers } from "../servers.mjs";
import { byTurns } from "../turns.mjs";
import { say, prepare } from "../build.mjs";
import { EPOLL, IO_URING } from "./standard.mjs";

const WARM_SECONDS = 60; // Spring Security goes on getting faster for a minute
const chosen = ({ only }) => servers.filter(({ name }) => only.length === 0 || only.includes(name));

export const peers = {
  title: "What one would use instead",
  prepare: ["wrk", "latchkey"],

  async run(options) {
    const failed = prepare(chosen(options).flatMap((server) => server.prepare));
    const built = chosen(options).filter((server) => !server.prepare.some((step) => failed.has(step)));
    for (const [step] of failed) say(`${step} is left out`);
    const rows = [IO_URING, EPOLL, ...built.map((server) => ({ name: server.name, title: server.title, server, path: server.check ?? CHECK, cookies: "session" }))]
      .map((row) => ({ ...row, half: false }));
    return { rows: await byTurns(rows, { ...options, starts: 1, turns: options.turns * 2, warm: options.quick ? options.warm : WARM_SECONDS }, await record(options)) };
  },

  markdown: ({ rows }, options) => `${rowsTable(rows)}

Each with its documented production settings, on one core, the load on the other; ${whole(options.turns * 2)} turns of ${options.seconds} s, started once. A peer holds ${whole(options.peerSessions)} sessions, ours
${whole(options.sessions)}. Some keep sessions in memory only, where ours are in a database on disk. \`benchmarks/peers\` tells what still differs.`,
};
