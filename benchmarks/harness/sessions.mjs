// Fills a server with live sessions and writes the cookies the load rotates through.
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./build.mjs";
import { folder } from "./paths.mjs";
import { USERS } from "./servers.mjs";

const LOGINS_AT_ONCE = 32;
const LOGIN_ATTEMPTS = 5;

/** The cookies of the server's sessions, which came with its store or are made by logging in; made up for a control, which looks at none. */
export async function fill(server, store, { port, peerSessions, cookies }) {
  if (store) return readFileSync(store.cookies, "utf8").trimEnd().split("\n");
  return server.login ? logInAll(server, port, peerSessions) : madeUp(server, cookies, 32);
}

/** What the rows of one server send: every kind in a file of its own. */
export function cookieFiles(server, cookies, options) {
  const every = Math.max(1, Math.floor(cookies.length / options.cookies));
  const write = (kind, lines) => {
    const file = `${folder("cookies")}/${server.name}.${kind}.txt`;
    writeFileSync(file, lines.join("\n"));
    return file;
  };
  return {
    session: write("rotated", cookies.filter((_, i) => i % every === 0).slice(0, options.cookies)),
    forged: write("forged", madeUp(server, options.cookies, 32)),
  };
}

const madeUp = (server, count, bytes) =>
  Array.from({ length: count }, () => `${server.login?.cookie ?? "latchkey"}=${randomBytes(bytes).toString("base64url")}`);

async function logInAll(server, port, count) {
  say(`${server.name}: making ${count} sessions by logging in`);
  const agent = new Agent({ keepAlive: true, maxSockets: LOGINS_AT_ONCE });
  const cookies = new Array(count);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < count; i = next++) cookies[i] = await logInSurely(server.login, port, i % USERS, agent);
  };
  const began = performance.now();
  try {
    await Promise.all(Array.from({ length: LOGINS_AT_ONCE }, worker));
  } finally {
    agent.destroy();
  }
  say(`${server.name}: done in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return cookies;
}

/** A store that is locked for a moment may refuse one login of a hundred thousand. */
async function logInSurely(login, port, user, agent) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await logIn(login, port, user, agent);
    } catch (error) {
      if (attempt === LOGIN_ATTEMPTS) throw error;
      await sleep(attempt * 100);
    }
  }
}

function logIn(login, port, user, agent) {
  const body = login.body(user);
  const headers = { Host: `localhost:${port}`, "Content-Type": login.type, "Content-Length": Buffer.byteLength(body), Origin: `http://localhost:${port}` };
  return new Promise((resolve, reject) => {
    const call = request({ host: "127.0.0.1", port, path: login.path, method: "POST", headers, agent }, (response) => {
      response.resume();
      const cookie = response.headers["set-cookie"]?.map((line) => line.split(";")[0]).find((pair) => pair.startsWith(`${login.cookie}=`));
      response.on("end", () =>
        response.statusCode === 200 && cookie ? resolve(cookie) : reject(new Error(`login answered ${response.statusCode}, cookie: ${Boolean(cookie)}`)),
      );
    });
    call.on("error", reject);
    call.end(body);
  });
}
