import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A program that tests start and end by its process id; it does not outlive the tests. */
export class Child {
  /** Everything it wrote, for a failure's message. */
  output = "";
  readonly #process: ChildProcess;
  readonly #endWithTests = () => this.#process.kill("SIGKILL");

  constructor(
    private readonly program: string,
    args: string[],
    environment: Record<string, string> = {},
  ) {
    this.#process = spawn(program, args, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    this.#process.once("error", (error) => {
      this.output += `${error.message}: is ${program} installed?\n`;
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.on("data", (text) => {
        this.output += text;
      });
    }
    process.once("exit", this.#endWithTests);
  }

  get pid(): number {
    if (!this.#process.pid) throw new Error(`${this.program} does not run:\n${this.output}`);
    return this.#process.pid;
  }

  get #hasEnded(): boolean {
    const { pid, exitCode, signalCode } = this.#process;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }

  /** Waits until somebody can connect; fails at once when the program ends instead. */
  async listensOn(port: number, patienceSeconds = 20): Promise<this> {
    for (let attempt = 0; attempt < patienceSeconds * 20; attempt++) {
      if (await accepts(port)) return this;
      if (this.#hasEnded) throw new Error(`${this.program} ended instead of listening:\n${this.output}`);
      await pause(50);
    }
    await this.stop();
    throw new Error(`${this.program} does not listen on port ${port}:\n${this.output}`);
  }

  async stop(): Promise<void> {
    process.off("exit", this.#endWithTests);
    if (this.#hasEnded) return;
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    const patience = setTimeout(() => this.#process.kill("SIGKILL"), 5_000);
    await ended;
    clearTimeout(patience);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
    socket.once("connect", () => socket.end());
  });
}
