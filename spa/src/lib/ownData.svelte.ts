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
      const response = await this.#latchkey.fetch("/api/data");
      const body = await response.json();
      if (response.ok) {
        this.name = String(body.name);
        this.username = String(body.username);
      } else if (response.status !== 401) {
        const retryAfter = Number(response.headers.get("Retry-After")) || undefined;
        this.failure = new LatchkeyError(body.code ?? "unexpected_answer", {
          status: response.status,
          retryAfter,
        });
      } // a 401 changed the state already, and with it the page
    } catch {
      this.failure = new LatchkeyError("unreachable");
    }
  }
}
