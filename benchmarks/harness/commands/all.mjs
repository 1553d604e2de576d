// Every command: { title, prepare (steps of build.mjs), run(options), markdown(result, options) }.
import { flood } from "./flood.mjs";
import { growth } from "./growth.mjs";
import { logins } from "./logins.mjs";
import { nodes } from "./nodes.mjs";
import { peers } from "./peers.mjs";
import { profile } from "./profile.mjs";
import { purge } from "./purge.mjs";
import { standard } from "./standard.mjs";
import { timing } from "./timing.mjs";
import { versus } from "./versus.mjs";

export const commands = { standard, peers, versus, growth, logins, nodes, flood, purge, timing, profile };
