// A PostgreSQL of its own for a run: Debian's, in a folder under scratch/, with its defaults.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { logFile } from "./launch.mjs";

const VERSIONS = "/usr/lib/postgresql";
const PASSWORD = "correct horse battery staple";

/** The newest that is installed; undefined without one. */
export function postgresqlBin() {
  const versions = existsSync(VERSIONS) ? readdirSync(VERSIONS).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(VERSIONS, version, "bin")).find((bin) => existsSync(join(bin, "postgres")));
}

// As root it would refuse to start, and a folder under a home of root's cannot be reached by another account.
const as = process.getuid() === 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] : [];

/** { address, passwordFile, query(sql), stop(), restart(), remove() } */
export async function startPostgresql(port) {
  const bin = postgresqlBin();
  const folder = join(tmpdir(), `latchkey-bench-postgresql-${process.pid}`);
  const cluster = join(folder, "cluster");
  const passwordFile = join(folder, "password");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cluster, { recursive: true });
  writeFileSync(passwordFile, PASSWORD);
  if (as.length > 0) {
    const [uid, gid] = ["-u", "-g"].map((what) => Number(execFileSync("id", [what, "postgres"], { encoding: "utf8" })));
    for (const one of [folder, cluster, passwordFile]) chownSync(one, uid, gid);
  }
  chmodSync(cluster, 0o700);
  const run = (program, ...args) => execFileSync([...as, join(bin, program)][0], [...as, join(bin, program), ...args].slice(1), { stdio: ["ignore", "ignore", "inherit"] });
  run("initdb", "-D", cluster, "-U", "latchkey", "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "--no-locale");

  let child;
  const query = (sql) =>
    execFileSync(join(bin, "psql"), ["-h", "127.0.0.1", "-p", String(port), "-U", "latchkey", "-d", "postgres", "-XAtc", sql],
      { encoding: "utf8", env: { ...process.env, PGPASSWORD: PASSWORD }, stdio: ["ignore", "pipe", "ignore"] }).trim();
  const restart = async () => {
    const log = openSync(logFile("postgresql"), "a");
    child = spawn("taskset", ["-c", "1", ...as, join(bin, "postgres"), "-D", cluster, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
      { stdio: ["ignore", log, log] });
    closeSync(log);
    for (let i = 0; i < 600; i++) {
      try {
        return query("select 1");
      } catch {
        await sleep(50);
      }
    }
    throw new Error("PostgreSQL does not start: see scratch/logs/postgresql.log");
  };
  const stop = () =>
    new Promise((resolve) => {
      if (child.exitCode !== null) return resolve();
      child.on("exit", resolve);
      child.kill("SIGQUIT"); // at once, as a machine that fails
    });
  process.on("exit", () => child?.kill("SIGQUIT"));
  await restart();
  return { address: `postgresql://latchkey@127.0.0.1:${port}/postgres`, passwordFile, query, stop, restart,
    remove: async () => {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    } };
}
