import { LatchkeyError } from "./error.js";
import type { User } from "./state.js";
import type { Json } from "./transport.js";

/** One of the person's own sessions. Instants are RFC 3339 with `Z`. */
export interface OwnSession {
  readonly id: string;
  /** A readable name: `"Chrome on Linux"`, `"Unknown browser"`. */
  readonly device: string;
  /** Where from, no nearer than a network: `"203.0.113.0/24"`, or `""`. */
  readonly network: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly authenticatedAt: string;
  readonly remembered: boolean;
  /** The one that asks. */
  readonly current: boolean;
}

/** Whether people may register and be remembered, and what a password must be (for a change of password as well). */
export interface Registration {
  readonly registration: "open" | "off";
  /** Whether a login may ask to stay logged in; where not, `remember` changes nothing. */
  readonly remember: boolean;
  readonly password: { readonly minimumLength: number; readonly maximumBytes: number };
}

export interface NewUser {
  username: string;
  password: string;
  name: string;
}

export interface Account<U extends User = User> {
  /** One's own sessions, latest activity first. With `passive`, asking is not activity: for a list that keeps itself new. */
  sessions(options?: { passive?: boolean }): Promise<readonly OwnSession[]>;
  /** Ends one of one's own sessions. Throws `not_found` when it is over already. Needs a fresh session. */
  endSession(id: string): Promise<void>;
  /** Ends all of one's own sessions but this one; says how many. Needs a fresh session. */
  endOtherSessions(): Promise<number>;
  /** Makes a user and logs nobody in. Throws `validation_failed` with `errors`, `username_unavailable`, or `not_found` while off. */
  register(user: NewUser): Promise<U>;
  registration(): Promise<Registration>;
}

/** Calls a route of Latchkey's own: GET by default, with a body as JSON where there is one. */
export type Ask = (
  route: string,
  method?: string,
  body?: unknown,
  passive?: boolean,
) => Promise<Json | undefined>;

/** What asks once and changes nothing this page knows. `own` is for routes that need a session. */
export function createAccount(ask: Ask, own: Ask): Account {
  return {
    sessions: async ({ passive } = {}) =>
      expected<OwnSession[]>((await own("/sessions", "GET", undefined, passive))?.sessions),
    endSession: async (id) => void (await own(`/sessions/${encodeURIComponent(id)}`, "DELETE")),
    endOtherSessions: async () => expected<number>((await own("/sessions", "DELETE"))?.ended),
    register: async (user) => expected<User>((await ask("/register", "POST", user))?.user),
    registration: async () => {
      const answer = await ask("/register");
      expected(answer?.password);
      return answer as unknown as Registration;
    },
  };
}

/** A 200 without what it promises did not come from the server. */
function expected<T>(part: unknown): T {
  if (part === undefined) throw new LatchkeyError("unexpected_answer", { status: 200 });
  return part as T;
}
