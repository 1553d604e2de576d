import type { Latchkey } from "./api.js";
import { joinLatchkey } from "./latchkey.js";
import type { LatchkeyOptions } from "./options.js";
import type { User } from "./state.js";
import { thisWorld } from "./world.js";

/**
 * Makes the client of a page. Make one, when the app's modules are loaded: it asks, listens and keeps time from the
 * first `subscribe` on. Where there is no page (on a server) it can be made all the same; it then asks nothing and
 * stays `unknown`, because one module there serves every visitor.
 *
 * @typeParam U the fields that this app's server tells of a user beside Latchkey's own
 */
export function createLatchkey<U extends User = User>({
  fetch,
  ...options
}: LatchkeyOptions = {}): Latchkey<U> {
  return joinLatchkey<U>(options, fetch ? { ...thisWorld(), fetch } : thisWorld());
}
