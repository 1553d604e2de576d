import type { Latchkey } from "./api.js";

/** What is found around it. A test hands in its own. */
export interface EventsWorld {
  readonly fetch: typeof fetch;
  /** Absent where the page is not in a secure context: then nothing is heard. */
  readonly locks?: Pick<LockManager, "request"> | undefined;
  readonly BroadcastChannel?:
    | (new (
        name: string,
      ) => Pick<BroadcastChannel, "postMessage" | "close">)
    | undefined;
  readonly window?: EventTarget | undefined;
  /** Whether that time went by before the signal. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  readonly random: () => number;
}

const SHORT = 1_000;
const LONG = 60_000;

function thisWorld(): EventsWorld {
  const { navigator, window, BroadcastChannel } = globalThis;
  return {
    fetch: (input, init) => fetch(input, init),
    locks: navigator?.locks,
    BroadcastChannel,
    window,
    pause: (milliseconds, signal) =>
      new Promise<void>((resolve) => {
        const over = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", over);
          resolve();
        };
        const timer = setTimeout(over, milliseconds);
        signal.addEventListener("abort", over);
      }),
    random: Math.random,
  };
}

/**
 * Has the page hear within a second that its session ended elsewhere: on another device, by an operator, by a deadline.
 * One tab of the browser keeps a stream open, and the others hear from it. Where the server has none, a proxy keeps it
 * back or the browser cannot tell its tabs apart, everything is as without it.
 *
 * @returns ends it
 */
export function hearEnds(
  latchkey: Pick<Latchkey, "api" | "subscribe">,
  world: EventsWorld = thisWorld(),
): () => void {
  const { api } = latchkey;
  const name = `latchkey ${api}`;
  const { locks, BroadcastChannel, window } = world;
  if (!locks || !BroadcastChannel || !window) return () => {};
  const Channel = BroadcastChannel;
  const turns = locks;

  let isLoggedIn = false;
  let isServed = true;
  let running: AbortController | undefined;

  /** Every tab asks, this one too: it has a channel of that name as well. */
  function tell(): void {
    const channel = new Channel(name);
    channel.postMessage("ended");
    channel.close();
  }

  /** A tab that logs out says so itself, and better: that it was one of this browser's. The server may be quicker. */
  async function hear(why: string, signal: AbortSignal): Promise<void> {
    if (why.includes("logged_out")) await world.pause(SHORT, signal);
    if (isLoggedIn) tell();
  }

  /**
   * The status of the answer, once that is over. `returned`: another session of this remembered browser took the place of
   * the page's. Whoever asked now would come back with a cookie that was just spent, in the moment in which that is
   * forgiven, and nobody would ever see that somebody else has it too.
   */
  async function listen(signal: AbortSignal): Promise<number | "returned"> {
    const response = await world.fetch(`${api}/events`, { credentials: "include", signal });
    const { status, body } = response;
    if (status === 401) {
      const { reason } = await response.json().catch(() => ({}));
      if (reason === "replaced") return "returned";
      await hear(`${reason}`, signal);
    }
    const reader = status === 200 ? body?.pipeThrough(new TextDecoderStream()).getReader() : undefined;
    for (let text = ""; reader; ) {
      const { done, value } = await reader.read();
      if (done) break;
      text = text.slice(-100) + value;
      if (text.includes("event: returned\n")) return "returned";
      const [, data] = /event: ended\ndata: (.*)\n\n/.exec(text) ?? [];
      if (data !== undefined) {
        await hear(data, signal);
        break;
      }
    }
    return status;
  }

  async function keep(signal: AbortSignal): Promise<void> {
    for (let pause = SHORT; !signal.aborted; ) {
      const status = await listen(signal).catch(() => 0);
      if (status === 404) isServed = false;
      if (!isServed || signal.aborted) return;
      if (status === "returned") {
        running = undefined; // until the page hears by itself of the session that there is now
        return;
      }
      pause = status === 200 ? SHORT : Math.min(LONG, 2 * pause);
      // Not all of them at once, to a server that was started anew.
      await world.pause(pause * (1 + 4 * world.random()), signal);
    }
  }

  function follow(): void {
    if (!isLoggedIn) {
      stop();
    } else if (isServed && !running) {
      running = new AbortController();
      const { signal } = running;
      turns.request(`${name} events`, { signal }, () => keep(signal)).catch(() => {});
    }
  }

  function stop(): void {
    running?.abort();
    running = undefined;
  }

  const unsubscribe = latchkey.subscribe(({ status }) => {
    if (status === "loggedIn" || status === "loggedOut") {
      isLoggedIn = status === "loggedIn";
      follow();
    }
  });
  // A page that the browser keeps for Back keeps no stream.
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", follow);
  return () => {
    unsubscribe();
    window.removeEventListener("pagehide", stop);
    window.removeEventListener("pageshow", follow);
    stop();
  };
}
