// Every step besides the table: { title, seconds (its usual time by mode), stores (what --prepare fills), run, markdown }.
import { flood } from "./flood.mjs";
import { growth } from "./growth.mjs";
import { jmh } from "./jmh.mjs";
import { logins } from "./logins.mjs";
import { purge } from "./purge.mjs";
import { startup } from "./startup.mjs";
import { timing } from "./timing.mjs";

export const scenarios = { startup, growth, logins, flood, purge, timing, jmh };
