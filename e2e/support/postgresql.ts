import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./child.ts";
import { freePort } from "./ports.ts";

const isRoot = process.getuid?.() === 0;

/** A real server of PostgreSQL on a free port, with an empty database. It goes by the clock of that environment. */
export class Postgresql {
  #child: Child | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly environment: Record<string, string>,
  ) {}

  static async start(environment: Record<string, string>): Promise<Postgresql> {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-postgresql-"));
    const server = new Postgresql(await freePort(), folder, environment);
    server.#make();
    await server.start();
    return server;
  }

  /** As a setting writes it. */
  get store(): string {
    return `postgresql://latchkey@127.0.0.1:${this.port}/postgres`;
  }

  /** Where the account's password stands. */
  get passwordFile(): string {
    return join(this.folder, "password");
  }

  get #data(): string {
    return join(this.folder, "data");
  }

  #make(): void {
    // The account that it runs as must find it.
    chmodSync(this.folder, 0o755);
    mkdirSync(this.#data, { mode: 0o700 });
    writeFileSync(this.passwordFile, "correct-horse-of-the-database");
    if (isRoot) {
      const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
      chownSync(this.#data, id("-u"), id("-g"));
    }
    const [program, args] = asPostgres("initdb", [
      ...["-D", this.#data, "-U", "latchkey", "--auth=scram-sha-256", `--pwfile=${this.passwordFile}`],
      ...["-E", "UTF8", "--no-locale", "--no-sync"],
    ]);
    execFileSync(program, args, { stdio: "pipe" });
  }

  /** Starts it, or starts it again. */
  async start(): Promise<void> {
    const [program, args] = asPostgres("postgres", [
      ...["-D", this.#data, "-p", `${this.port}`, "-c", "listen_addresses=127.0.0.1"],
      ...["-c", "unix_socket_directories="],
    ]);
    this.#child = await new Child(program, args, this.environment).listensOn(this.port);
  }

  /** Ends it without waiting for who is connected, as an operator would. */
  async stop(): Promise<void> {
    const [program, args] = asPostgres("pg_ctl", ["stop", "-D", this.#data, "-m", "fast"]);
    execFileSync(program, args, { stdio: "pipe" });
    await this.#child?.stop();
  }

  async remove(): Promise<void> {
    await this.#child?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** As root it would refuse to run. */
function asPostgres(program: string, args: string[]): [string, string[]] {
  const path = join(folderOfPrograms(), program);
  return isRoot
    ? ["setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "--", path, ...args]]
    : [path, args];
}

/** The newest version's, where systems put them. */
function folderOfPrograms(): string {
  const all = "/usr/lib/postgresql";
  const versions = existsSync(all) ? readdirSync(all) : [];
  const newest = versions
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a)[0];
  if (newest === undefined)
    throw new Error(`there is no PostgreSQL in ${all}: install the package postgresql`);
  return join(all, `${newest}`, "bin");
}
