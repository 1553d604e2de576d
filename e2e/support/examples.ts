import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Child } from "./child.ts";
import { Clock } from "./clock.ts";
import { repository } from "./server.ts";

/** Whom every example lets in. */
export const jane = { username: "jane", password: "correct horse battery" };

/** A Java program of examples/, started as its README says, by a clock that a test moves. */
export class JavaExample {
  private constructor(
    readonly child: Child,
    private readonly clock: Clock,
  ) {}

  /** Waits until it listens on that port. `options` go before the main class, `args` behind it. */
  static async start(
    name: string,
    main: string,
    { port, options = [], args = [] }: { port: number; options?: string[]; args?: string[] },
  ): Promise<JavaExample> {
    const target = join(repository, "examples", name, "target");
    const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin/java") : "java";
    const classPath = `${target}/classes:${target}/dependency/*`;
    const clock = new Clock();
    // What lives for seconds is started sooner without the compiler for what lives for days.
    const flags = ["-XX:TieredStopAtLevel=1", "-cp", classPath, ...options];
    const child = new Child(java, [...flags, main, ...args], clock.environment);
    return new JavaExample(await child.listensOn(port, 60), clock);
  }

  /** From now on its clock is so much later. */
  moveAhead(seconds: number): void {
    this.clock.moveAhead(seconds);
  }

  async stop(): Promise<void> {
    await this.child.stop();
  }
}

/** Builds the page of an example where its own configuration says. */
export async function buildPage(name: string): Promise<void> {
  await vite(name);
}

/** The page of an example, built into a folder of its own. */
export class BuiltPage {
  private constructor(readonly folder: string) {}

  static async of(name: string, environment: Record<string, string> = {}): Promise<BuiltPage> {
    const folder = await mkdtemp(join(tmpdir(), "latchkey-page-"));
    await vite(name, ["--outDir", folder], environment);
    return new BuiltPage(folder);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function vite(name: string, flags: string[] = [], environment: Record<string, string> = {}) {
  const program = join(repository, "node_modules/vite/bin/vite.js");
  await promisify(execFile)(process.execPath, [program, "build", ...flags], {
    cwd: join(repository, "examples", name, "page"),
    env: { ...process.env, ...environment },
  });
}
