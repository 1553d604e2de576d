// On what, and with what, it was measured.
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { at, here, java, root } from "./paths.mjs";

export function machine() {
  const system = /PRETTY_NAME="(.*)"/.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  return {
    at: new Date().toISOString(),
    commit: output("git", ["-C", root, "rev-parse", "--short", "HEAD"]),
    processor: cpus()[0].model.trim(),
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${system}, Linux ${release()}`,
    versions: {
      java: output(java(), ["-version"]).split("\n").find((line) => line.includes("Runtime")) ?? "",
      node: process.version,
      python: output("/usr/bin/python3", ["--version"]),
      h2load: output("h2load", ["--version"]).replace("h2load ", ""),
      wrk: /wrk \S+ ?\S*/.exec(output("wrk", ["-v"]))?.[0] ?? "",
      ...mavenVersions(),
      ...npmVersions("express", ["express", "express-session", "connect-sqlite3"]),
      ...npmVersions("fastify", ["fastify", "@fastify/session"]),
      ...npmVersions("better-auth", ["better-auth", "better-sqlite3"]),
      ...debianVersions(["python3-flask", "python3-flask-login", "gunicorn"]),
    },
  };
}

function mavenVersions() {
  const pom = readFileSync(at("peers/spring-memory/pom.xml"), "utf8");
  return {
    netty: readdirSync(here.libraries).map((name) => /^netty-common-(.*)\.jar$/.exec(name)?.[1]).find(Boolean),
    "spring-boot": /starter-parent<\/artifactId>\s*<version>(.*?)</.exec(pom)?.[1],
  };
}

function npmVersions(peer, names) {
  const { packages } = JSON.parse(readFileSync(at("peers", peer, "package-lock.json"), "utf8"));
  return Object.fromEntries(names.map((name) => [name, packages[`node_modules/${name}`].version]));
}

const debianVersions = (names) => Object.fromEntries(names.map((name) => [name, output("dpkg-query", ["-W", "-f", "${Version}", name])]));

function output(command, args) {
  try {
    return execFileSync("sh", ["-c", '"$0" "$@" 2>&1 || true', command, ...args], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}
