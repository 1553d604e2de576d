// Where things are. Everything a run makes is under scratch/ and results/.
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const benchmarks = dirname(dirname(fileURLToPath(import.meta.url)));
export const root = dirname(benchmarks);
export const scratch = join(benchmarks, "scratch");
export const at = (...parts) => join(benchmarks, ...parts);

/** What is used of a checkout whose server is packaged: of this one, or of another that ours is compared with. */
export const checkout = (root) => ({
  root,
  launcher: join(root, "server/target/latchkey/bin/latchkey"),
  libraries: join(root, "server/target/latchkey/lib"),
  seeder: join(root, "benchmarks/seeder/src"),
});
export const here = checkout(root);

export function folder(...parts) {
  const path = join(scratch, ...parts);
  mkdirSync(path, { recursive: true });
  return path;
}

/** A JDK of at least 21: JAVA_HOME first, then the usual folders, the newest first. */
export function javaHome() {
  const usual = ["/usr/lib/jvm", "/opt/java", "/Library/Java/JavaVirtualMachines"]
    .filter((base) => existsSync(base))
    .flatMap((base) => readdirSync(base).map((name) => join(base, name)))
    .sort((a, b) => version(b) - version(a));
  const found = [process.env.JAVA_HOME, ...usual].find((home) => home && version(home) >= 21 && existsSync(join(home, "bin/javac")));
  if (!found) throw new Error("no JDK 21 or later found: install one (Debian: temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME");
  return found;
}

function version(home) {
  return Number(/(\d+)/.exec(home.split("/").pop().replace(/^java-1\./, "java-"))?.[1] ?? 99);
}

export const java = () => join(javaHome(), "bin/java");
