import { once } from "node:events";
import { createServer, type Server } from "node:net";

// Below what systems give to outgoing connections (32768 and up), so that none of these is taken by chance.
const FIRST = 20_000;
const END = 32_000;
const RANGE = 200;

let own: Promise<Claim> | undefined;

/** Ports that belong to this process alone, as long as it lives: it listens on the first of them. */
interface Claim {
  readonly first: number;
  used: number;
}

/**
 * A port of this machine that nobody listens on, and that nobody else is given: each worker has a range of its own, also
 * beside the tests of another checkout.
 */
export async function freePort(): Promise<number> {
  own ??= claim();
  const range = await own;
  for (let tries = 1; tries < RANGE; tries++) {
    range.used = (range.used % (RANGE - 1)) + 1;
    const port = range.first + range.used;
    const probe = await listening(port);
    if (!probe) continue;
    const closed = once(probe, "close");
    probe.close();
    await closed;
    return port;
  }
  throw new Error(`every port from ${range.first} to ${range.first + RANGE - 1} is taken`);
}

async function claim(): Promise<Claim> {
  for (let first = FIRST; first < END; first += RANGE) {
    const claimed = await listening(first);
    if (!claimed) continue;
    claimed.unref();
    return { first, used: 0 };
  }
  throw new Error(`every range of ports from ${FIRST} to ${END} is taken`);
}

/** Nothing where somebody else listens. */
async function listening(port: number): Promise<Server | undefined> {
  const server = createServer();
  const ready = once(server.listen({ port, host: "127.0.0.1", exclusive: true }), "listening");
  return ready.then(
    () => server,
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") return undefined;
      throw error;
    },
  );
}
