import type { Latchkey } from "./api.js";
import { lastKnown, type User } from "./state.js";

/**
 * Whether a page that needs a login may be shown; asks the server where nothing is known yet. Only a login that is
 * certainly missing keeps anybody out: an outage is no logout, and a server that renders without a session cannot know.
 */
export async function mayEnter<U extends User>(latchkey: Latchkey<U>): Promise<boolean> {
  const state = latchkey.state.status === "unknown" ? await latchkey.getSession() : latchkey.state;
  return lastKnown(state)?.status !== "loggedOut";
}
