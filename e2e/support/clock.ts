import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, openSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

let library: string | undefined;

/** The wall clock of one server and of the commands on its data, which a test moves ahead. */
export class Clock {
  readonly #file: number;
  readonly #name: string;
  #ahead = 0n;

  constructor() {
    library ??= compiled();
    this.#name = join(folder(), "ahead");
    writeFileSync(this.#name, Buffer.alloc(8));
    this.#file = openSync(this.#name, "r+");
  }

  /** What a program must be started with to go by it. */
  get environment(): Record<string, string> {
    return { LD_PRELOAD: String(library), CLOCK: this.#name };
  }

  /** From now on it is so much later. */
  moveAhead(seconds: number): void {
    this.#ahead += BigInt(Math.round(seconds));
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(this.#ahead);
    writeSync(this.#file, bytes, 0, bytes.length, 0);
  }
}

function compiled(): string {
  const faults = "../../server/src/test/resources/dev/latchkey/server/faults/";
  const source = fileURLToPath(new URL(`${faults}clock.c`, import.meta.url));
  const made = join(folder(), "clock.so");
  execFileSync("gcc", ["-shared", "-fPIC", "-O1", "-o", made, source], { stdio: "pipe" });
  return made;
}

/** Also for programs that run as somebody else. */
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "latchkey-clock-"));
  chmodSync(made, 0o755);
  return made;
}
