import type { LatchkeyOptions } from "./options.js";
import type { Session } from "./state.js";
import type { World } from "./world.js";

const MAX_TIMER = 2 ** 31 - 1; // longer ones fire at once
/** How soon the server may be asked, at the earliest: after it told the end, and where two clocks were compared. */
const SOONEST_TOLD = 5_000;
const SOONEST_RECKONED = 30_000;
/** For so long after a use of the login an answer may not know of it yet: it was on its way, or came from another node. */
const NOT_HEARD_OF = 15_000;

/**
 * When this login ends if nothing more is done. The server says so in seconds with every answer, so that a wrong clock
 * does no harm; until it has, the view's instants must do. What is known here is never later than the truth, for other
 * tabs only ever extend: so at each moment that matters the server is asked (which is not activity), and only its
 * answer makes this page warn or log out.
 */
export function createDeadline(
  { warnBefore = 120_000 }: LatchkeyOptions,
  { now, setTimeout, clearTimeout }: World,
  ask: () => void,
) {
  let endsAt: number | undefined;
  let told = false;
  let longest = 0;
  let extendedAt: number | undefined;
  let timer: unknown;

  // A login that lasts a minute in all would be one long warning.
  const warning = () => Math.min(warnBefore, longest / 4);

  function set(at: number): boolean {
    // Whole seconds and the way here make one moment look a little different each time.
    if (endsAt !== undefined) {
      if (Math.abs(at - endsAt) <= 1500) return false;
      if (at > endsAt) extendedAt = now();
      else if (extendedAt !== undefined && now() - extendedAt < NOT_HEARD_OF) return false;
    }
    endsAt = at;
    longest = Math.max(longest, at - now());
    return true;
  }

  return {
    /** The server said how many seconds are left; whether that is news. */
    heard(seconds: number): boolean {
      told = true;
      return set(now() + seconds * 1000);
    },
    /** A view without the server's own reckoning. */
    reckon({ expiresAt, idleExpiresAt }: Session): void {
      if (!told) set(Math.min(Date.parse(expiresAt), Date.parse(idleExpiresAt)));
    },
    /** The end, while it is near. */
    near(): number | undefined {
      return told && warnBefore && endsAt !== undefined && endsAt - now() <= warning() ? endsAt : undefined;
    },
    /** Asks when the warning is due, or, once `warned`, when the end has come. */
    watch(warned: boolean): void {
      clearTimeout(timer);
      if (endsAt === undefined) return;
      const left = endsAt - now();
      const soonest = told ? SOONEST_TOLD : SOONEST_RECKONED;
      const pause = warned || !warnBefore ? left + 1000 : left - warning();
      timer = setTimeout(ask, Math.min(Math.max(pause, soonest) || soonest, MAX_TIMER));
    },
    stop(): void {
      clearTimeout(timer);
    },
    forget(): void {
      clearTimeout(timer);
      endsAt = undefined;
      told = false;
      longest = 0;
      extendedAt = undefined;
    },
  };
}

export type Deadline = ReturnType<typeof createDeadline>;
