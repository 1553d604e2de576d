// Our server's store, filled without logging in: through the server's own classes, from its packaged libraries.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { classes, compile } from "./build.mjs";
import { at, here, java, scratch } from "./paths.mjs";

const REUSE_FOR_MS = 6 * 3600 * 1000; // sessions lie unused for 12 h at most

/** Another checkout's sessions are made by its own classes. */
const seederOf = (of) => (of === here ? "seeder" : `seeder-${createHash("sha256").update(of.root).digest("hex").slice(0, 8)}`);

/** Runs one command of the seeder; its one line of JSON. `cores` as taskset takes them. */
export function seeder(args, cores = "0,1", of = here) {
  const name = seederOf(of);
  if (!existsSync(classes(name))) compile(name, of.seeder, of.libraries);
  const out = execFileSync("taskset", ["-c", cores, java(), "--enable-native-access=ALL-UNNAMED", `-Dlogback.configurationFile=${at("seeder/logback.xml")}`,
    "-cp", `${classes(name)}:${of.libraries}/*`, "dev.latchkey.benchmarks.seeder.Main", ...args], { encoding: "utf8", maxBuffer: 1 << 26 });
  return JSON.parse(out.split("\n").findLast((line) => line.startsWith("{")));
}

/**
 * A data folder with `live` sessions and, where asked for, `expired` ones: { data, cookies (file), databaseBytes, millis }.
 * Kept for later runs; whoever changes it takes a copy.
 */
export function seeded(live, expired = 0, of = here) {
  const name = `${seederOf(of)}-${live}${expired > 0 ? `-expired-${expired}` : ""}`;
  const data = join(scratch, "data", name);
  const told = join(data, "seeded.json");
  if (existsSync(told)) {
    const known = JSON.parse(readFileSync(told, "utf8"));
    if (Date.now() - known.at < REUSE_FOR_MS && known.build === build(of)) return known;
  }
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  // In memory first: a hundred thousand commits that wait for a disk take their time.
  const work = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "latchkey-bench-"));
  try {
    if (expired > 0) seeder(["sessions", "--data", work, "--count", String(expired), "--cookies", "/dev/null", "--age", String(8 * 24)], undefined, of);
    const { millis, databaseBytes } = seeder(["sessions", "--data", work, "--count", String(live), "--cookies", join(work, "cookies.txt")], undefined, of);
    cpSync(work, data, { recursive: true });
    const result = { at: Date.now(), build: build(of), data, cookies: join(data, "cookies.txt"), millis, databaseBytes, live, expired };
    writeFileSync(told, JSON.stringify(result));
    return result;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A copy that may be changed; call `remove` afterwards. */
export function copyOf(store) {
  const data = mkdtempSync(join(scratch, "data", "copy-"));
  cpSync(store.data, data, { recursive: true });
  return { ...store, data, remove: () => rmSync(data, { recursive: true, force: true }) };
}

/** Stores of another schema are made anew; any other change of the server leaves them good. */
const build = ({ libraries }) => readdirSync(libraries).filter((name) => name.startsWith("latchkey-store-")).map((name) => `${name}:${statSync(join(libraries, name)).size}`).join();
