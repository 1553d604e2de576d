// Fills a server with live sessions and writes the cookies the load rotates through.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./build.mjs";
import { folder } from "./paths.mjs";
import { USERS } from "./servers.mjs";

const LOGINS_AT_ONCE = 32;
const LOGIN_ATTEMPTS = 5;
const REUSE_FOR_MS = 6 * 3600 * 1000; // peers' sessions live 12 h

const cookieFile = (server, options) => `${folder("cookies")}/${server.name}-${options.sessions}.txt`;
export const dataFolder = (server, options) => server.store?.(options).data ?? folder("data", `${server.name}-${options.sessions}`);

/** Before a server starts: empties its folder unless it holds sessions that are still good. */
export function resetStore(server, options) {
  if (server.store) return; // fills itself before it is asked for
  const cookies = cookieFile(server, options);
  const filledAt = existsSync(cookies) ? statSync(cookies).mtimeMs : 0;
  if (server.keepsStore && Date.now() - filledAt < REUSE_FOR_MS) return;
  rmSync(cookies, { force: true });
  rmSync(dataFolder(server, options), { recursive: true, force: true });
  dataFolder(server, options);
}

/** Makes the sessions, unless the store came with them, by logging in; returns their cookies. */
export async function fill(server, options) {
  if (server.store) return readFileSync(server.store(options).cookies, "utf8").trimEnd().split("\n");
  const file = cookieFile(server, options);
  if (existsSync(file)) return readFileSync(file, "utf8").split("\n");
  const cookies = server.login ? await logInAll(server, options) : madeUp(server, options.cookies, 32);
  if (server.keepsStore) writeFileSync(file, cookies.join("\n"));
  return cookies;
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
    malformed: write("malformed", madeUp(server, options.cookies, 30)),
    none: write("none", [""]),
  };
}

export const madeUp = (server, count, bytes) =>
  Array.from({ length: count }, () => `${server.login?.cookie ?? "latchkey"}=${randomBytes(bytes).toString("base64url")}`);

async function logInAll(server, options) {
  say(`${server.name}: making ${options.sessions} sessions by logging in`);
  const agent = new Agent({ keepAlive: true, maxSockets: LOGINS_AT_ONCE });
  const cookies = new Array(options.sessions);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < options.sessions; i = next++) cookies[i] = await logInSurely(server.login, options.port, i % USERS, agent);
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
