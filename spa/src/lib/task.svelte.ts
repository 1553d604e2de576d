import { LatchkeyError } from "@latchkey/client";

/** Below this nobody notices waiting, and saying so would only flicker. */
const NOTICEABLE = 300;

/** One thing a button does: at most once at a time, said aloud when slow, with its failure kept for display. */
export class Task {
  working = $state(false);
  /** Working for long enough to say so. */
  slow = $state(false);
  failure = $state<LatchkeyError>();
  /** The server asked for a pause that is not over. */
  held = $state(false);

  readonly #setTimeout: (run: () => void, ms: number) => unknown;
  readonly #clearTimeout: (timer: unknown) => void;

  constructor(
    startTimer: (run: () => void, ms: number) => unknown = (run, ms) => setTimeout(run, ms),
    stopTimer: (timer: unknown) => void = (timer) => clearTimeout(timer as number),
  ) {
    this.#setTimeout = startTimer;
    this.#clearTimeout = stopTimer;
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
    if (!failure.retryAfter) return;
    this.held = true;
    this.#setTimeout(() => {
      this.held = false;
    }, failure.retryAfter * 1000);
  }
}
