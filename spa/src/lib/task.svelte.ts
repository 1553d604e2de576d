import { LatchkeyError } from "@latchkey/client";

/** Below this nobody notices waiting, and saying so would only flicker. */
const NOTICEABLE = 300;

/** One thing a button does: at most once at a time, said aloud when slow, with its failure kept for display. */
export class Task {
  working = $state(false);
  /** Working for long enough to say so. */
  slow = $state(false);
  failure = $state<LatchkeyError>();
  /** Of a pause that the server asked for; 0 when there is none, or it is over. */
  secondsLeft = $state(0);

  readonly #setTimeout: (run: () => void, ms: number) => unknown;
  readonly #clearTimeout: (timer: unknown) => void;
  readonly #now: () => number;

  constructor(
    startTimer: (run: () => void, ms: number) => unknown = (run, ms) => setTimeout(run, ms),
    stopTimer: (timer: unknown) => void = (timer) => clearTimeout(timer as number),
    now: () => number = Date.now,
  ) {
    this.#setTimeout = startTimer;
    this.#clearTimeout = stopTimer;
    this.#now = now;
  }

  get held(): boolean {
    return this.secondsLeft > 0;
  }

  /** There was such a pause, and it is over. */
  get pauseIsOver(): boolean {
    return Boolean(this.failure?.retryAfter) && !this.held;
  }

  /** Whether it was done; `false` when it failed or was not begun. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.working || this.held) return false;
    this.working = true;
    this.failure = undefined;
    const timer = this.#setTimeout(() => {
      this.slow = true;
    }, NOTICEABLE);
    try {
      await act();
      return true;
    } catch (error) {
      this.#fail(error instanceof LatchkeyError ? error : new LatchkeyError("unreachable"));
      return false;
    } finally {
      this.#clearTimeout(timer);
      this.working = this.slow = false;
    }
  }

  #fail(failure: LatchkeyError): void {
    this.failure = failure;
    if (failure.retryAfter) this.#count(this.#now() + failure.retryAfter * 1000);
  }

  /** By the clock, not by its own steps: a browser slows the timers of a page nobody looks at. */
  #count(until: number): void {
    this.secondsLeft = Math.max(0, Math.ceil((until - this.#now()) / 1000));
    if (this.held) this.#setTimeout(() => this.#count(until), 1000);
  }
}
