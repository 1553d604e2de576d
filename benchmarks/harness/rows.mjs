// What is measured on which server: one row of the table each.
import { servers } from "./servers.mjs";

const CHECK = "/api/getsession";
const others = { process: "others", apart: true };

/**
 * Rows of our own server. `chart`: among the bars of the picture. `process`: rows of one server with the same arguments share a process
 * unless this differs. `apart`: measured in one piece and not by turns, because what it does depends on the time between: uses that
 * are written back once a minute, forged cookies that are known for 30 s.
 */
const ours = [
  { name: "latchkey", title: "Latchkey, GET /api/getsession", short: "Latchkey", path: CHECK, cookies: "session", chart: true },
  { name: "latchkey:data", title: "Latchkey, GET /api/data", path: "/api/data", cookies: "session", ...others },
  { name: "latchkey:no-cookie", title: "Latchkey, no cookie", path: CHECK, cookies: "none", ...others },
  { name: "latchkey:forged", title: "Latchkey, forged cookie", path: CHECK, cookies: "forged", ...others },
  { name: "latchkey:malformed", title: "Latchkey, cookie of a wrong length", path: CHECK, cookies: "malformed", ...others },
  { name: "latchkey:access-log", title: "Latchkey, with access log", path: CHECK, short: "Latchkey, access log on", cookies: "session", args: ["--log-access", "on"], chart: true },
].map((row) => ({ args: ["--log-access", "off"], ...row, server: "latchkey" }));

const peers = servers
  .filter((server) => server.kind !== "ours")
  .map((server) => ({ name: server.name, title: server.title, server: server.name, path: server.check ?? CHECK, cookies: "session", chart: true }));

// What the same engine makes of the other answer.
const controlOfData = { name: "helidon-control:data", title: "Helidon, recorded /api/data", server: "helidon-control", path: "/api/data", cookies: "session", apart: true };

export const rows = [...ours, ...peers.flatMap((row) => (row.name === "helidon-control" ? [row, controlOfData] : [row]))].map((row) => ({ args: [], ...row }));

/** The chosen rows, grouped by the process that serves them, named after its first row: [{ name, server, args, rows }]. */
export function groups(only) {
  const chosen = rows.filter((row) => only.length === 0 || only.includes(row.name));
  const unknown = only.filter((name) => !rows.some((row) => row.name === name));
  if (unknown.length > 0) throw new Error(`no such row: ${unknown.join(", ")} (see --list)`);
  const byProcess = new Map();
  for (const row of chosen) {
    const key = JSON.stringify([row.server, row.args, row.process]);
    if (!byProcess.has(key)) {
      byProcess.set(key, { name: row.name, server: servers.find((server) => server.name === row.server), args: row.args, rows: [] });
    }
    byProcess.get(key).rows.push(row);
  }
  return [...byProcess.values()];
}
