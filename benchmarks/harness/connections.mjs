// Ten thousand connections that are only held: idle after an answer, or with half of a body sent. What they take, and whether others are answered.
import { connect } from "node:net";
import { get } from "./launch.mjs";
import { CHECK, withOurs } from "./ours.mjs";
import { residentMiB } from "./proc.mjs";

const AT_ONCE = 200;
const ADDRESSES = 100; // of one there may only be so many
const HALF_BODY_BYTES = 8 * 1024;
const GOOD_CLIENTS = 200;

/** { idle: { moreMiB }, halfSent: { moreMiB, refused, good, slowestMillis }, held } */
export async function holdConnections(store, options) {
  const count = options.heldConnections;
  const more = ["--http-max-connections", String(count + 1000)];
  const idle = await withOurs(store, options, async ({ port, serverPid }) => {
    const { moreMiB, open } = await held(port, serverPid, count, `GET ${CHECK} HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`, true);
    return { moreMiB, open, ...(await goodClients(port)) };
  }, { more });
  const halfSent = await withOurs(store, options, async ({ port, serverPid }) => {
    const head = `POST /api/login HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: http://localhost:${port}\r\nContent-Type: application/json\r\nContent-Length: ${2 * HALF_BODY_BYTES}\r\n\r\n`;
    const { moreMiB, open } = await held(port, serverPid, count, head + " ".repeat(HALF_BODY_BYTES), false);
    return { moreMiB, open, ...(await goodClients(port)) };
  }, { more });
  return { count, idle, halfSent };
}

/** Opens them all and looks at the server's memory before and after; they stay open until the server ends. `open`: how many it still had by then. */
async function held(port, serverPid, count, bytes, isAnswered) {
  for (let i = 0; i < GOOD_CLIENTS; i++) await get(port, CHECK);
  const before = residentMiB(serverPid);
  const sockets = [];
  let closed = 0;
  const one = (i) => new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, localAddress: `127.0.1.${1 + (i % ADDRESSES)}` }, () => socket.write(bytes, () => isAnswered || resolve()));
    socket.on("data", resolve);
    socket.on("error", resolve);
    socket.on("close", () => {
      closed++;
      resolve();
    });
    sockets.push(socket);
  });
  for (let from = 0; from < count; from += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => one(from + i)));
  return { moreMiB: residentMiB(serverPid) - before, open: sockets.length - closed };
}

async function goodClients(port) {
  let good = 0;
  let slowestMillis = 0;
  for (let i = 0; i < GOOD_CLIENTS; i++) {
    const began = performance.now();
    const { status } = await get(port, CHECK).catch(() => ({}));
    slowestMillis = Math.max(slowestMillis, performance.now() - began);
    if (status === 200) good++;
  }
  return { asked: GOOD_CLIENTS, good, slowestMillis };
}
