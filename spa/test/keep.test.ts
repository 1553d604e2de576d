import { type LoggedIn, reasons, type State } from "@latchkey/client";
import { describe, expect, it } from "vitest";
import { keep } from "../src/lib/keep.ts";
import { janesLogin } from "./jane.ts";

const jane: LoggedIn = { status: "loggedIn", user: janesLogin.user, session: janesLogin.session };
const ended = (
  reason: (typeof reasons)[number],
  by: "start" | "thisTab" | "otherTab" | "server" | "cookieNotStored",
) => ({ status: "loggedOut", reason, by }) as const;

describe("an open page, when the state changes", () => {
  it.each(reasons.filter((reason) => reason !== "logged_out"))(
    "stays for the next login when the server ended its session: %s",
    (reason) => {
      expect(keep(jane, ended(reason, "server"))).toBe(jane);
    },
  );
  it.each([
    ["the person logged out here", ended("logged_out", "thisTab")],
    ["the person logged out in another tab", ended("logged_out", "otherTab")],
    ["the person logged out, as the server reports", ended("logged_out", "server")],
    ["the browser did not keep the cookie of a login just made", ended("none", "cookieNotStored")],
    ["the browser shows it again from its cache", { status: "unknown" }],
  ] as const)("is gone when %s", (_, state) => {
    expect(keep(jane, state as State)).toBeUndefined();
  });
  it("stays during an outage, and during one after its session ended", () => {
    const outage = { status: "unavailable", code: "busy" } as const;
    expect(keep(jane, { ...outage, last: jane })).toBe(jane);
    expect(keep(jane, { ...outage, last: ended("expired", "server") })).toBe(jane);
  });
  it("of nobody is not kept for anybody", () => {
    expect(keep(undefined, ended("expired", "server"))).toBeUndefined();
  });
});
