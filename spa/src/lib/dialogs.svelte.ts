/** What may stand over a page: the question for the password, and a login that is about to end begun anew. */
export class Dialogs {
  /** The password is asked for. */
  asking = $state(false);
  /** A new login is offered, though there still is one. */
  loggingIn = $state(false);
  #answer: ((proven: boolean) => void) | undefined;

  /** Asks for the password; whether it was proven. For the client's option `reauthenticate`. */
  askPassword(): Promise<boolean> {
    this.#answer?.(false);
    this.asking = true;
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  answer(proven: boolean): void {
    this.asking = false;
    this.#answer?.(proven);
    this.#answer = undefined;
  }
}
