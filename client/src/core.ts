import type { Deadline } from "./deadline.js";
import type { Hear } from "./hearing.js";
import type { Knowledge } from "./knowledge.js";
import type { LatchkeyOptions } from "./options.js";
import type { Transport } from "./transport.js";
import type { World } from "./world.js";

/** What the parts of one client have in common. */
export interface Core {
  readonly options: LatchkeyOptions;
  readonly world: World;
  readonly transport: Transport;
  readonly knowledge: Knowledge;
  readonly deadline: Deadline;
  readonly hear: Hear;
}
