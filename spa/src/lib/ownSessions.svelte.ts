import { type Latchkey, LatchkeyError, type OwnSession } from "@latchkey/client";

const RENEWED_EVERY = 30_000;

/** One's own sessions, kept up to date while somebody looks. That is passive: a list left open keeps no login alive. */
export class OwnSessions {
  list = $state.raw<readonly OwnSession[]>();
  failure = $state<LatchkeyError>();
  readonly #latchkey: Pick<Latchkey, "sessions" | "endSession" | "endOtherSessions">;
  #asked = 0;

  constructor(latchkey: Pick<Latchkey, "sessions" | "endSession" | "endOtherSessions">) {
    this.#latchkey = latchkey;
  }

  get others(): number {
    return this.list?.filter((session) => !session.current).length ?? 0;
  }

  /** Loads the list and renews it until the returned function is called. */
  watch(
    startTimer: (run: () => void, ms: number) => unknown = setInterval,
    stopTimer: (timer: unknown) => void = (timer) => clearInterval(timer as number),
    visible: () => boolean = () => document.visibilityState === "visible",
  ): () => void {
    void this.load();
    const timer = startTimer(() => {
      if (visible()) void this.load(true);
    }, RENEWED_EVERY);
    return () => stopTimer(timer);
  }

  async load(passive = false): Promise<void> {
    const asked = ++this.#asked;
    try {
      const list = await this.#latchkey.sessions({ passive });
      if (asked !== this.#asked) return; // an older list than the one asked for since
      this.list = list;
      this.failure = undefined;
    } catch (error) {
      const failure = error instanceof LatchkeyError ? error : new LatchkeyError("unreachable");
      // A list that cannot be renewed is still worth reading; the end of the session the page says itself.
      if (asked === this.#asked && !failure.reason && !(passive && this.list)) this.failure = failure;
    }
  }

  /** Ends one; one that was over already is as good as ended. */
  async end(id: string): Promise<void> {
    try {
      await this.#latchkey.endSession(id);
    } catch (error) {
      if (!(error instanceof LatchkeyError && error.code === "not_found")) throw error;
    }
    this.list = this.list?.filter((session) => session.id !== id);
    void this.load(true);
  }

  /** Ends all others; says how many. */
  async endOthers(): Promise<number> {
    const ended = await this.#latchkey.endOtherSessions();
    this.list = this.list?.filter((session) => session.current);
    void this.load(true);
    return ended;
  }
}
