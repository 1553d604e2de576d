// Brings the chosen servers and the tools to where they can be started. Every step is named by servers.mjs.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { postgresqlBin } from "./postgresql.mjs";
import { at, here, java, javaHome, root, scratch } from "./paths.mjs";

const debian = {
  wrk: { wrk: () => has("wrk"), taskset: () => has("taskset"), packages: ["wrk", "util-linux"] },
  h2load: { h2load: () => has("h2load"), packages: ["nghttp2-client"] },
  postgresql: { postgres: () => postgresqlBin() !== undefined, packages: ["postgresql"] },
  openssl: { openssl: () => has("openssl"), packages: ["openssl"] },
  spring: { mvn: () => has("mvn"), packages: ["maven"] },
  npm: { npm: () => has("npm"), make: () => has("make"), compiler: () => has("g++"), packages: ["npm", "build-essential", "python3"] },
  flask: { flask: () => runs("/usr/bin/python3", ["-c", "import flask, flask_login, gunicorn"]), packages: ["python3-flask", "python3-flask-login", "gunicorn"] },
};

const steps = {
  wrk: () => {},
  h2load: () => {},
  openssl: () => {},
  postgresql: () => {},
  spring: (name) => {
    run("mvn", ["-q", "-B", "-ntp", "package"], at("peers", name), { JAVA_HOME: javaHome() });
    const extracted = at("peers", name, "target/extracted");
    rmSync(extracted, { recursive: true, force: true });
    run(java(), ["-Djarmode=tools", "-jar", "target/app.jar", "extract", "--destination", extracted], at("peers", name));
  },
  npm: (name) => {
    const installed = at("peers", name, "node_modules/.package-lock.json");
    if (existsSync(installed) && statSync(installed).mtimeMs > statSync(at("peers", name, "package-lock.json")).mtimeMs) return;
    say(`npm ci for ${name} (native modules may be compiled: a minute or two)`);
    const prefix = dirname(dirname(process.execPath));
    const headers = existsSync(join(prefix, "include/node/node.h")) ? { npm_config_nodedir: prefix } : {};
    run("npm", ["ci", "--no-audit", "--no-fund"], at("peers", name), headers);
  },
  flask: () => {},
  latchkey: () => {
    if (!existsSync(here.launcher)) {
      say("packaging the server");
      run("mvn", ["-q", "-B", "-ntp", "-Pfast", "-pl", "server", "-am", "package"], root, { JAVA_HOME: javaHome() });
    }
    compile("seeder", here.seeder, here.libraries);
    compile("controls", at("controls/src"), here.libraries);
    compile("generator", at("generator/src"), here.libraries);
  },
};

export const classes = (name) => join(scratch, "classes", name);

/** Compiles a folder of sources against a packaged server: so the controls stand on the very engine, and the very Netty, that it has. */
export function compile(name, sources, libraries) {
  const files = readdirSync(sources, { recursive: true }).filter((file) => file.endsWith(".java")).map((file) => join(sources, file));
  rmSync(classes(name), { recursive: true, force: true });
  run(join(javaHome(), "bin/javac"), ["-proc:none", "-d", classes(name), "-cp", `${libraries}/*`, ...files], at());
}

/** Installs what is missing and does these steps, each once. What failed for one peer: step name to message. */
export function prepare(wanted) {
  install([...new Set([...wanted].map((step) => step.split(":")[0]))]);
  const failed = new Map();
  for (const step of new Set(wanted)) {
    const [kind, name] = step.split(":");
    try {
      steps[kind](name);
    } catch (error) {
      if (!name) throw error; // without the tools there is nothing to measure
      say(`${step} failed: ${error.message}`);
      failed.set(step, error.message);
    }
  }
  return failed;
}

function install(kinds) {
  const missing = kinds
    .filter((kind) => debian[kind])
    .filter((kind) => Object.values(debian[kind]).some((check) => typeof check === "function" && !check()))
    .flatMap((kind) => debian[kind].packages);
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  if (process.getuid() !== 0 || !has("apt-get")) {
    throw new Error(`something is missing; on Debian or Ubuntu install it with: sudo ${command}`);
  }
  say(command);
  run("apt-get", command.split(" ").slice(1), at(), { DEBIAN_FRONTEND: "noninteractive" });
}

const runs = (command, args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;
const has = (command) => runs("sh", ["-c", `command -v ${command}`]);

function run(command, args, cwd, env = {}) {
  execFileSync(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
}

export const say = (text) => console.error(`· ${text}`);
