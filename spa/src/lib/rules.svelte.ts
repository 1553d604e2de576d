import type { Latchkey, Registration } from "@latchkey/client";

/** Whether people may register and be remembered, and what a password must be. Undefined until the server has said so. */
export class Rules {
  current = $state.raw<Registration>();
  /** The server could not be asked. */
  failed = $state(false);

  readonly #latchkey: Pick<Latchkey, "registration">;
  #asking = false;

  constructor(latchkey: Pick<Latchkey, "registration">) {
    this.#latchkey = latchkey;
  }

  /** For whoever shows them: the server is asked once, and again after it could not be. */
  ask(): this {
    if (this.#asking || this.current) return this;
    this.#asking = true;
    this.failed = false;
    this.#latchkey
      .registration()
      .then(
        (answer) => {
          this.current = answer;
        },
        () => {
          this.failed = true;
        },
      )
      .finally(() => {
        this.#asking = false;
      });
    return this;
  }

  get open(): boolean {
    return this.current?.registration === "open";
  }

  /** Whether a login may ask to stay logged in; taken for granted until the server denies it. */
  get remembers(): boolean {
    return this.current?.remember !== false;
  }

  get minimumLength(): number | undefined {
    return this.current?.password.minimumLength;
  }
}
