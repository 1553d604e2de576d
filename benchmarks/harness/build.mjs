// Brings the chosen servers and the tools to where they can be started. Every step is named by servers.mjs.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { at, java, javaHome, packaged, root } from "./paths.mjs";
import { buildSeeder } from "./seed.mjs";

const debian = {
  wrk: { wrk: () => has("wrk"), taskset: () => has("taskset"), packages: ["wrk", "util-linux"] },
  java: { mvn: () => has("mvn"), packages: ["maven"] },
  npm: { npm: () => has("npm"), make: () => has("make"), compiler: () => has("g++"), packages: ["npm", "build-essential", "python3"] },
  flask: { flask: () => runs("/usr/bin/python3", ["-c", "import flask, flask_login, gunicorn"]), packages: ["python3-flask", "python3-flask-login", "gunicorn"] },
};

const steps = {
  java: () => {
    say("building the load generator, the controls and the Spring peers");
    run("mvn", ["-q", "-B", "-ntp", "package"], at(), { JAVA_HOME: javaHome() });
  },
  extract: (name) => {
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
    if (!existsSync(packaged)) {
      say("packaging the server");
      run("mvn", ["-q", "-B", "-ntp", "-Pfast", "-pl", "server", "-am", "package"], root, { JAVA_HOME: javaHome() });
    }
    buildSeeder();
  },
};

/** Installs what is missing and builds what `servers` need, each step once. */
export function prepare(servers) {
  const wanted = new Set(["java", ...servers.flatMap((server) => server.prepare)]);
  install(["wrk", ...new Set([...wanted].map((step) => step.split(":")[0]))]);
  for (const step of wanted) {
    const [kind, name] = step.split(":");
    steps[kind](name);
  }
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
