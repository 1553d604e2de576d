import { describe, expect, it } from "vitest";
import type { LoggedIn, LoggedOut, Reason } from "../src/index.js";
import * as machine from "../src/machine.js";
import { type Known, nothingKnown } from "../src/machine.js";
import { lastKnown } from "../src/state.js";
import { janesLogin } from "./browser.js";

const jane = { status: "loggedIn", user: janesLogin.user, session: janesLogin.session } as LoggedIn;
const bob: LoggedIn = { ...jane, user: { id: "u2", username: "bob", name: "Bob" } };
const outage = { status: "unavailable", code: "unreachable", last: undefined } as const;
const nobody = (reason: Reason): LoggedOut => ({ status: "loggedOut", reason, by: "start" });

const seen = machine.told(nothingKnown, jane);
const justLoggedIn = machine.entered(nothingKnown, jane, true);
const leaving = machine.willLeave(seen, true);

describe("what 'nobody is logged in' means, by what was known before", () => {
  it.each<[string, Known, Reason, Partial<LoggedOut>]>([
    ["nothing", nothingKnown, "none", { reason: "none", by: "start" }],
    ["nothing, and a reason", nothingKnown, "expired", { reason: "expired", by: "start" }],
    ["a login", seen, "none", { reason: "none", by: "server" }],
    ["a login that ended", seen, "idle_expired", { reason: "idle_expired", by: "server" }],
    ["a login just made", justLoggedIn, "none", { reason: "none", by: "cookieNotStored" }],
    ["one that was ended at once", justLoggedIn, "revoked", { reason: "revoked", by: "server" }],
    ["one that proved itself", machine.proven(justLoggedIn), "none", { by: "server" }],
    ["a logout elsewhere", machine.otherTabLoggedOut(seen), "none", { reason: "logged_out", by: "otherTab" }],
    [
      "one for another reason",
      machine.otherTabLoggedOut(seen),
      "stolen",
      { reason: "stolen", by: "otherTab" },
    ],
    ["another tab's word without a login", machine.otherTabLoggedOut(nothingKnown), "none", { by: "start" }],
    ["a logout on its way", leaving, "none", { reason: "logged_out", by: "thisTab" }],
    ["that and a theft", leaving, "stolen", { reason: "stolen", by: "server" }],
    ["that taken back", machine.willLeave(leaving, false), "none", { reason: "none", by: "server" }],
  ])("%s", (_, known, reason, expected) => {
    expect(machine.told(known, nobody(reason)).state).toMatchObject({ status: "loggedOut", ...expected });
    expect(machine.ended(known, reason).state).toMatchObject(expected);
  });
  // A stream, a refused request and a page that is looked at again may each ask, one after the other.
  it.each<[string, Known, Reason]>([
    ["the same reason", machine.ended(seen, "revoked"), "revoked"],
    ["the same, after an outage", machine.told(machine.ended(seen, "revoked"), outage), "revoked"],
    ["that the server forgot it meanwhile", machine.ended(seen, "idle_expired"), "unknown"],
    ["that there is no cookie", machine.ended(seen, "idle_expired"), "none"],
    ["that of a logout here", machine.ended(leaving, "logged_out", "thisTab"), "logged_out"],
    ["that of a cookie which was not kept", machine.told(justLoggedIn, nobody("none")), "none"],
  ])("told once more, it means what it meant: %s", (_, known, reason) => {
    const before = lastKnown(known.state);
    expect(before?.status).toBe("loggedOut");
    expect(machine.told(known, nobody(reason)).state).toBe(before);
    expect(machine.ended(known, reason).state).toBe(before);
  });
  it("another reason is another login's", () => {
    const known = machine.ended(seen, "revoked");
    expect(machine.told(known, nobody("logged_out")).state).toEqual(nobody("logged_out"));
  });
});

describe("what is asked before something is settled", () => {
  it.each([
    ["a login", machine.entered(seen, jane, true)],
    ["an end", machine.ended(seen, "expired")],
    ["the browser keeping the page", machine.frozen(seen)],
  ])("is out of date after %s", (_, known) => {
    expect(known.epoch).toBe(seen.epoch + 1);
  });
  it.each([
    ["an answer", machine.told(seen, bob)],
    ["an outage", machine.told(seen, { status: "unavailable", code: "busy", last: undefined })],
    ["the browser keeping a page of nobody", machine.frozen(nothingKnown)],
  ])("is still good after %s", (_, known) => {
    expect(known.epoch).toBe(seen.epoch);
  });
});

describe("a state", () => {
  it("that looks the same is the same", () => {
    expect(machine.told(seen, structuredClone(jane)).state).toBe(seen.state);
  });
  it("is kept through an outage, and through two", () => {
    const known = machine.told(machine.told(seen, outage), outage);
    expect(known.state).toEqual({ ...outage, last: jane });
  });
  it("never shows somebody else as about to leave", () => {
    expect(machine.told(leaving, bob).state).toEqual(bob);
    expect(machine.told(leaving, jane).state).toEqual({ ...jane, loggingOut: true });
  });
  it("remembers whose it was, until somebody leaves", () => {
    expect(machine.ended(seen, "expired").userId).toBe("u1");
    expect(machine.ended(seen, "logged_out", "thisTab").userId).toBeUndefined();
  });
});
