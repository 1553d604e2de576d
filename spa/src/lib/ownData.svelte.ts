import { type Latchkey, LatchkeyError, type User } from "@latchkey/client";

/** The person's own data, from a route that only answers them. Until it is there, the login's own name will do. */
export class OwnData {
  name = $state("");
  username = $state("");
  failure = $state<LatchkeyError>();
  readonly #latchkey: Latchkey;

  constructor(latchkey: Latchkey, user: User) {
    this.#latchkey = latchkey;
    this.name = user.name;
    this.username = user.username;
  }

  async load(): Promise<void> {
    this.failure = undefined;
    try {
      const { name, username } = await this.#latchkey.json<User>("/api/data");
      this.name = name;
      this.username = username;
    } catch (error) {
      const failure = error instanceof LatchkeyError ? error : new LatchkeyError("unreachable");
      // A 401 changed the state already, and with it the page.
      if (failure.status !== 401) this.failure = failure;
    }
  }
}
