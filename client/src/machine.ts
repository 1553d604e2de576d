import type { Reason } from "./codes.js";
import {
  type CookieLoss,
  type LoggedIn,
  type LoggedOut,
  type LoggedOutBy,
  lastKnown,
  type State,
  type Unavailable,
} from "./state.js";

// What this page knows of the login, and what becomes of that when something happens: each function is one thing that
// may happen. All are pure; a state that looks the same to a page stays the same object.

export interface Known {
  readonly state: State;
  /** Grows when something is settled here: what was asked before must not undo it. */
  readonly epoch: number;
  /**
   * How it will have come about if the next answer says that nobody is logged in: `cookieNotStored` after a login whose
   * cookie has not been seen, `otherTab` when one said that it logged out, `thisTab` when a logout has not reached the
   * server.
   */
  readonly means: LoggedOutBy;
  /** Who asked: what they began must not be carried out for somebody else. */
  readonly userId?: string | undefined;
}

export const nothingKnown: Known = { state: { status: "unknown" }, epoch: 0, means: "start" };

/** A logout asked for here has not reached the server. */
export const isLeaving = ({ means }: Known): boolean => means === "thisTab";

/** The server, asked, said who is there, or could not say. */
export function told(known: Known, view: LoggedIn | LoggedOut | Unavailable): Known {
  if (view.status === "unavailable") return { ...known, state: { ...view, last: lastKnown(known.state) } };
  if (view.status === "loggedOut") return over(known, view.reason);
  // Whoever wanted to leave is not logged out of somebody else's login.
  const isOther = known.userId && known.userId !== view.user.id;
  return moved({ ...known, means: isLeaving(known) && !isOther ? "thisTab" : "server" }, view);
}

/** A login that goes on, with another end or other particulars. */
export function moved(known: Known, view: LoggedIn): Known {
  const state = isLeaving(known) ? { ...view, loggingOut: true } : view;
  return {
    ...known,
    // The same view again is no change: nothing on the page has to be drawn anew.
    state: JSON.stringify(known.state) === JSON.stringify(state) ? known.state : state,
    userId: view.user.id,
  };
}

/** A login was made here, or its password was proven again: then its cookie is as well known as before. */
export function entered(known: Known, state: LoggedIn, byLogin: boolean): Known {
  const means = byLogin || known.means === "cookieNotStored" ? "cookieNotStored" : "server";
  return { state, epoch: known.epoch + 1, means, userId: state.user.id };
}

/** The login is over: logged out here, or a request was refused for it. */
export function ended(known: Known, reason: Reason, by?: LoggedOutBy): Known {
  return over({ ...known, epoch: known.epoch + 1 }, reason, by);
}

/** The browser keeps the page as it stands, and may show it on Back, after a logout too. */
export function frozen(known: Known): Known {
  return lastKnown(known.state)?.status === "loggedIn"
    ? { ...known, epoch: known.epoch + 1, state: nothingKnown.state }
    : known;
}

/** The login's cookie came back to the server. */
export function proven(known: Known): Known {
  return known.means === "cookieNotStored" ? { ...known, means: "server" } : known;
}

export function otherTabLoggedOut(known: Known): Known {
  return known.means === "start" || isLeaving(known) ? known : { ...known, means: "otherTab" };
}

/** The page or the server knows why the cookie did not come back. */
export function explained(known: Known, unexplained: LoggedOut, loss: CookieLoss): Known {
  return known.state === unexplained ? { ...known, state: { ...unexplained, loss } } : known;
}

/** A logout has not reached the server, or is not wanted any more. */
export function willLeave(known: Known, loggingOut: boolean): Known {
  const { state } = known;
  const last = lastKnown(state);
  if (last?.status === "loggedOut" || loggingOut === isLeaving(known)) return known;
  const marked = last && { ...last, loggingOut };
  return {
    ...known,
    means: loggingOut ? "thisTab" : "server",
    state: state.status === "unavailable" ? { ...state, last: marked } : (marked ?? state),
  };
}

function over({ state, means, epoch, userId }: Known, reason: Reason, by = means): Known {
  const before = lastKnown(state);
  const none = reason === "none";
  // Told again, or less: a page whose login was ended stays the one whose login was ended.
  if (by === "start" && before?.status === "loggedOut" && [before.reason, "none", "unknown"].includes(reason))
    return { state: before, epoch, means, userId };
  if (by === "cookieNotStored" && !none) by = "server";
  // The logout did reach the server, and only its answer did not come back; but what else ended a login is told.
  if (by === "thisTab" && !none && reason !== "logged_out") by = "server";
  const isLogout = by === "thisTab" || (by === "otherTab" && none);
  return {
    state: { status: "loggedOut", reason: isLogout ? "logged_out" : reason, by },
    epoch,
    means: "start",
    // The same person may come back to what they left.
    userId: by === "server" || by === "cookieNotStored" ? userId : undefined,
  };
}
