import type { Latchkey, Registration } from "@latchkey/client";

/** Whether people may register and be remembered, and what a password must be. Undefined until the server has said so. */
export class Rules {
  current = $state.raw<Registration>();
  /** The server could not be asked. */
  failed = $state(false);

  constructor(latchkey: Pick<Latchkey, "registration">) {
    latchkey.registration().then(
      (answer) => {
        this.current = answer;
      },
      () => {
        this.failed = true;
      },
    );
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
