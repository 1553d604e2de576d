// What is measured on which server: one row of the table each.
import { servers } from "./servers.mjs";

const CHECK = "/api/getsession";

/** Rows of our own server, each process by its arguments. `chart`: among the bars of the picture. */
const ours = [
  { name: "latchkey", title: "Latchkey, GET /api/getsession", short: "Latchkey", path: CHECK, cookies: "session", chart: true },
  { name: "latchkey:data", title: "Latchkey, GET /api/data", path: "/api/data", cookies: "session" },
  { name: "latchkey:no-cookie", title: "Latchkey, no cookie", path: CHECK, cookies: "none" },
  { name: "latchkey:forged", title: "Latchkey, forged cookie", path: CHECK, cookies: "forged" },
  { name: "latchkey:malformed", title: "Latchkey, cookie of a wrong length", path: CHECK, cookies: "malformed" },
  { name: "latchkey:access-log", title: "Latchkey, with access log", path: CHECK, short: "Latchkey, access log on", cookies: "session", args: ["--log-access", "on"], chart: true },
].map((row) => ({ args: ["--log-access", "off"], ...row, server: "latchkey" }));

const others = servers
  .filter((server) => server.kind !== "ours")
  .map((server) => ({ name: server.name, title: server.title, server: server.name, path: server.check ?? CHECK, cookies: "session", chart: true }));

// What the same engine makes of the other answer.
const controlOfData = { name: "helidon-control:data", title: "Helidon, recorded /api/data", server: "helidon-control", path: "/api/data", cookies: "session" };

export const rows = [...ours, ...others.flatMap((row) => (row.name === "helidon-control" ? [row, controlOfData] : [row]))].map((row) => ({ args: [], ...row }));

/** The chosen rows, grouped by the process that serves them, named after its first row: [{ name, server, args, rows }]. */
export function groups(only) {
  const chosen = rows.filter((row) => only.length === 0 || only.includes(row.name) || only.includes(row.server));
  const unknown = only.filter((name) => !rows.some((row) => row.name === name || row.server === name));
  if (unknown.length > 0) throw new Error(`no such row: ${unknown.join(", ")} (see --list)`);
  const byProcess = new Map();
  for (const row of chosen) {
    const key = JSON.stringify([row.server, row.args]);
    if (!byProcess.has(key)) {
      byProcess.set(key, { name: row.name, server: servers.find((server) => server.name === row.server), args: row.args, rows: [] });
    }
    byProcess.get(key).rows.push(row);
  }
  return [...byProcess.values()];
}
