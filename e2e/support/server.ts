import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Clock } from "./clock.ts";
import { freePort } from "./ports.ts";

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const launcher = join(repository, "server/target/latchkey/bin/latchkey");

/** The built demo app. */
export const app = join(repository, "spa/dist");
const templates = join(repository, "spa/templates");

/** The compiler of the fewest seconds, not of the fastest code: what a test starts ends before that pays. */
export const brief = "-XX:TieredStopAtLevel=1";

/** The least that a hash may cost: a login is no slower for it, and what it costs otherwise is not tried here. */
const cheap = ["--password-memory-kib=7168", "--password-iterations=1"];

interface Start {
  port?: number;
  flags?: string[];
  apiOnly?: boolean;
  /** What else its environment and that of its commands hold. */
  environment?: Record<string, string>;
  /** Where browsers reach it, when that is elsewhere. */
  origin?: string;
  /** Whether a hash costs as much as it does by default. */
  hashesAsUsual?: boolean;
  /** Whose clock it goes by; its own by default. */
  clock?: Clock;
}

/** A request, as the access log has it. */
export interface Access {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** One packaged server with a data folder of its own, started as a newcomer would. */
export class Server {
  readonly data: string;
  readonly port: number;
  username = "";
  password = "";
  /** Everything it wrote, for the tests that look for secrets. */
  output = "";
  readonly #lines: Record<string, unknown>[] = [];
  #read = 0;
  #process: ChildProcess | undefined;
  readonly origin: string;
  readonly #clock: Clock;
  readonly #environment: Record<string, string>;

  private constructor(
    data: string,
    port: number,
    private flags: string[],
    { origin, clock, environment }: Start,
  ) {
    this.data = data;
    this.port = port;
    this.origin = origin ?? `http://localhost:${port}`;
    this.#clock = clock ?? new Clock();
    this.#environment = { ...environment, ...this.#clock.environment };
  }

  /** Starts one, with the demo app in it unless it is to serve the API alone. */
  static async start(how: Start = {}): Promise<Server> {
    const { port, origin, apiOnly = false, hashesAsUsual = false } = how;
    const flags = [
      ...(origin ? [`--public-origin=${origin}`] : []),
      ...(hashesAsUsual ? [] : cheap),
      ...(how.flags ?? []),
    ];
    const data = await mkdtemp(join(tmpdir(), "latchkey-e2e-"));
    const all = apiOnly ? flags : [`--static=${app}`, `--templates=${templates}`, ...flags];
    const server = new Server(data, port ?? (await freePort()), all, how);
    await server.start();
    return server;
  }

  /** From now on its clock is so much later; nobody waits, and nothing in its data is changed. */
  moveAhead(seconds: number): void {
    this.#clock.moveAhead(seconds);
  }

  /** Its lines of one logger, where it was started with JSON logs. */
  log(logger: string): Record<string, unknown>[] {
    for (let end = this.#end(); end >= 0; end = this.#end()) {
      const line = this.output.slice(this.#read, end);
      this.#read = end + 1;
      if (line.startsWith("{") && line.endsWith("}")) this.#lines.push(JSON.parse(line));
    }
    return this.#lines.filter((line) => line.logger === logger);
  }

  #end(): number {
    return this.output.indexOf("\n", this.#read);
  }

  /** What its access log says. */
  accesses(): Access[] {
    return this.log("latchkey.access") as unknown as Access[];
  }

  get pid(): number {
    if (!this.#process?.pid) throw new Error("the server does not run");
    return this.#process.pid;
  }

  /** The most memory it ever held, as the kernel counts it. */
  async peakMemoryMiB(): Promise<number> {
    const status = await readFile(`/proc/${this.pid}/status`, "utf8");
    const peak = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
    if (!peak) throw new Error("the kernel does not tell the peak memory");
    return Number(peak) / 1024;
  }

  /** Starts, or starts again on the same data and port. */
  async start(): Promise<void> {
    const child = spawn(launcher, ["demo", `--port=${this.port}`, `--data=${this.data}`, ...this.flags], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { LATCHKEY_JAVA_OPTS: brief, ...process.env, ...this.#environment },
    });
    this.#process = child;
    child.stderr.on("data", (text) => {
      this.output += text;
    });
    const lines = createInterface({ input: child.stdout });
    await new Promise<void>((resolve, reject) => {
      child.once("exit", (code) => reject(new Error(`the server ended with ${code}:\n${this.output}`)));
      lines.on("line", (line) => {
        this.output += `${line}\n`;
        const [key, value] = line.split(": ", 2);
        if (key === "username" && value) this.username = value;
        if (key === "password" && value && !value.startsWith("as before")) this.password = value;
        if (line.startsWith("stop with")) resolve();
      });
    });
  }

  /** Starts again on the same data and port, with the demo app and other settings. */
  async restart(flags: string[]): Promise<void> {
    await this.stop();
    this.flags = [`--static=${app}`, `--templates=${templates}`, ...cheap, ...flags];
    await this.start();
  }

  /** Ends it as an operator would (SIGTERM) or as a power cut would (SIGKILL). */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  /** Stops it for good and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }

  /** Runs a command of the same program on the same data; returns what it printed. */
  async command(args: string[], input = ""): Promise<string> {
    const child = spawn(launcher, [...args, "--data", this.data], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { LATCHKEY_JAVA_OPTS: brief, ...process.env, ...this.#environment },
    });
    let output = "";
    child.stdout.on("data", (text) => {
      output += text;
    });
    child.stderr.on("data", (text) => {
      output += text;
    });
    child.stdin.end(input);
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`latchkey ${args.join(" ")} ended with ${code}: ${output}`);
    return output;
  }
}
