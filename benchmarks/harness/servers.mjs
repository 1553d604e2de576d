// Every server that can be measured:
//
//   name        what its log and the rows call it
//   title       what a reader calls it
//   kind        "ours", "control" or "peer"
//   prepare     names of the build steps it needs (build.mjs)
//   command     ({ port, data, recorded }) => { args, env }: how to start it; it must stay in the foreground
//   ready       a path that answers 200 without a cookie: start-up is measured to the first 200
//   transport   optional; what its log must name, because a transport that is not to be had is replaced by another
//   tls         optional; true when it speaks TLS
//   login       how a session is made: path, content type, body of user number i, and the cookie's name
//   store       optional; a store filled before the start instead of by logging in: (options) => { data, cookies: file }
//   note        what still differs, printed beside the number
import { at, here, java } from "./paths.mjs";
import { classes } from "./build.mjs";
import { seeded } from "./seed.mjs";
import { certificate } from "./certificate.mjs";

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

const spring = (name) => ({ port, data }) => ({
  args: [java(), "-jar", at("peers", name, "target/extracted/app.jar"), `--server.port=${port}`],
  env: { DATA: data },
});

const node = (name, env = {}) => ({ port, data }) => ({
  args: [process.execPath, "server.js"],
  cwd: at("peers", name),
  env: { NODE_ENV: "production", PORT: String(port), DATA: data, ...env },
});

const CHECK = "/api/getsession";

/** Our server; metrics and health stay on, on a port that is free; the throttle of logins is off, as the peers have none. `of` is the checkout it is from. */
export const ours = (name, { of = here, transport, log = "off", tls = false, more = [] } = {}) => ({
  name,
  kind: "ours",
  prepare: ["latchkey"],
  command: ({ port, data }) => ({
    args: [of.launcher, "serve", "--port", String(port), "--data", data, "--management-port", "0", "--throttle", "off", "--log-access", log,
      ...(transport ? ["--http-transport", transport] : []), ...(tls ? overTls(port) : []), ...more],
  }),
  ready: CHECK,
  transport,
  tls,
  login: byUsername("latchkey"),
  store: (options) => seeded(options.sessions, 0, of),
});

const overTls = (port) => ["--tls-certificate", certificate().certificate, "--tls-key", certificate().key,
  "--public-origin", `https://localhost:${port}`, "--cookie-prefix", "none"];

/** What writes our server's recorded answers without thinking. */
const control = (name, main, transport, ...more) => ({
  name,
  kind: "control",
  prepare: ["latchkey"],
  command: ({ port, recorded }) => ({
    args: [java(), "--enable-native-access=ALL-UNNAMED", `-Dlogback.configurationFile=${at("seeder/logback.xml")}`, "-cp", `${classes("controls")}:${here.libraries}/*`,
      `dev.latchkey.benchmarks.controls.${main}`, String(port), recorded, ...more],
  }),
  ready: CHECK,
  transport,
});

export const engineControl = (transport) => control(`engine-${transport}`, "EngineControl", transport, transport);
export const nettyControl = control("netty", "NettyControl", "epoll");

export const peers = [
  {
    name: "spring-memory",
    title: "Spring Security, in memory",
    kind: "peer",
    prepare: ["spring:spring-memory"],
    command: spring("spring-memory"),
    ready: "/api/getsession",
    login: formLogin("JSESSIONID"),
    note: "sessions in Tomcat's memory, not durable",
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
    name: "express",
    title: "express-session, SQLite",
    kind: "peer",
    prepare: ["npm:express"],
    command: node("express"),
    ready: "/api/getsession",
    login: byUsername("sid"),
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
    note: "3 workers × 2 threads; session and user read from SQLite",
  },
];
