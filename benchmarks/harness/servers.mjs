// Every server that can be measured. To add one, add an entry:
//
//   name        what --only and the rows call it
//   title       what a reader calls it
//   kind        "ours", "control" or "peer"
//   prepare     names of the build steps it needs (build.mjs)
//   command     ({ port, data, recorded }) => { args, env }: how to start it; it must stay in the foreground
//   ready       a path that answers 200 without a cookie: start-up is measured to the first 200
//   login       how a session is made: path, content type, body of user number i, and the cookie's name
//   keepsStore  true when sessions survive a restart: it is then filled once for all rounds
//   store       optional; a store filled before the start instead of by logging in: (options) => { data, cookies: file }
//   note        what still differs, printed beside the number
import { execFileSync } from "node:child_process";
import { at, java, packaged } from "./paths.mjs";
import { seeded } from "./seed.mjs";

export const PASSWORD = "correct horse battery staple";
export const USERS = 1000;

const json = (path, cookie, body) => ({ path, cookie, type: "application/json", body: (i) => JSON.stringify(body(i)) });
const byUsername = (cookie) => json("/api/login", cookie, (i) => ({ username: `user${i}`, password: PASSWORD }));
const formLogin = (cookie) => ({
  path: "/api/login",
  cookie,
  type: "application/x-www-form-urlencoded",
  body: (i) => new URLSearchParams({ username: `user${i}`, password: PASSWORD }).toString(),
});

const control = (main, ...more) => ({ port, recorded }) => ({
  args: [java(), "--enable-native-access=ALL-UNNAMED", "-cp", `${at("controls/target/controls.jar")}:${at("controls/target/lib")}/*`,
    `dev.latchkey.benchmarks.controls.${main}`, String(port), recorded, ...more],
});

const spring = (name) => ({ port, data }) => ({
  args: [java(), "-jar", at("peers", name, "target/extracted/app.jar"), `--server.port=${port}`],
  env: { DATA: data },
});

const node = (name, env = {}) => ({ port, data }) => ({
  args: [process.execPath, "server.js"],
  cwd: at("peers", name),
  env: { NODE_ENV: "production", PORT: String(port), DATA: data, ...env },
});

// Metrics and health stay on, on a port that is free; our throttle is off, as the peers have none.
const latchkey = ({ port, data }) => ({
  args: [packaged, "serve", "--port", String(port), "--data", data, ...(hasManagementPort() ? ["--management-port", "0"] : []), "--throttle", "off"],
});

let managementPort; // asked once
const hasManagementPort = () =>
  (managementPort ??= execFileSync(packaged, ["serve", "--help"], { encoding: "utf8" }).includes("--management-port"));

export const servers = [
  {
    name: "latchkey",
    title: "Latchkey",
    kind: "ours",
    prepare: ["latchkey"],
    command: latchkey,
    ready: "/api/getsession",
    login: byUsername("latchkey"),
    store: (options) => seeded(options.sessions),
  },
  {
    name: "helidon-control",
    title: "Helidon, recorded answer",
    kind: "control",
    prepare: ["java"],
    command: control("HelidonControl"),
    ready: "/api/getsession",
    note: "same engine, writes the same bytes without thinking",
  },
  {
    name: "netty-control",
    title: "Netty, recorded answer",
    kind: "control",
    prepare: ["java"],
    command: control("NettyControl"),
    ready: "/api/getsession",
    note: "raw Netty on native epoll, the same bytes: the limit",
  },
  {
    name: "spring-memory",
    title: "Spring Security, in memory",
    kind: "peer",
    prepare: ["java", "extract:spring-memory"],
    command: spring("spring-memory"),
    ready: "/api/getsession",
    login: formLogin("JSESSIONID"),
    note: "sessions in Tomcat's memory, not durable",
  },
  {
    name: "spring-session-jdbc",
    title: "Spring Session JDBC",
    kind: "peer",
    prepare: ["java", "extract:spring-session-jdbc"],
    command: spring("spring-session-jdbc"),
    ready: "/api/getsession",
    login: formLogin("SESSION"),
    keepsStore: true,
    note: "H2 in the same process; writes the last access time on each check",
  },
  {
    name: "fastify",
    title: "@fastify/session",
    kind: "peer",
    prepare: ["npm:fastify"],
    command: node("fastify"),
    ready: "/api/getsession",
    login: byUsername("sid"),
    note: "its memory store, not durable",
  },
  {
    name: "express-memory",
    title: "express-session, in memory",
    kind: "peer",
    prepare: ["npm:express"],
    command: node("express", { STORE: "memory" }),
    ready: "/api/getsession",
    login: byUsername("sid"),
    note: "MemoryStore: not for production by its own README",
  },
  {
    name: "express",
    title: "express-session, SQLite",
    kind: "peer",
    prepare: ["npm:express"],
    command: node("express"),
    ready: "/api/getsession",
    login: byUsername("sid"),
    keepsStore: true,
    note: "connect-sqlite3; writes the expiry on each check",
  },
  {
    name: "better-auth",
    title: "better-auth, SQLite",
    kind: "peer",
    prepare: ["npm:better-auth"],
    command: node("better-auth"),
    check: "/api/auth/get-session",
    ready: "/api/auth/get-session",
    loggedIn: /"session":\{/,
    login: json("/api/auth/sign-in/email", "better-auth.session_token", (i) => ({ email: `user${i}@example.com`, password: PASSWORD })),
    keepsStore: true,
    note: "cookie cache off, as by default",
  },
  {
    name: "flask-login",
    title: "Flask-Login, gunicorn",
    kind: "peer",
    prepare: ["flask"],
    command: ({ port, data }) => ({
      args: ["/usr/bin/python3", "-m", "gunicorn", "--bind", `127.0.0.1:${port}`, "--workers", "3", "--worker-class", "gthread", "--threads", "2",
        "--keep-alive", "75", "--preload", "app:app"],
      cwd: at("peers/flask"),
      env: { DATA: data, PYTHONDONTWRITEBYTECODE: "1" },
    }),
    ready: "/api/getsession",
    login: byUsername("session"),
    keepsStore: true,
    note: "3 workers × 2 threads; session and user read from SQLite",
  },
];
