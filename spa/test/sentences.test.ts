import { clientCodes, cookieLossCauses, errorCodes, type LoggedOut, reasons } from "@latchkey/client";
import { describe, expect, it } from "vitest";
import { after, countdown } from "../src/lib/relativeTime.ts";
import { cureOf, whatFailed, whyLoggedOut } from "../src/lib/sentences.ts";

const ended = (reason: LoggedOut["reason"], by: LoggedOut["by"] = "start"): LoggedOut => ({
  status: "loggedOut",
  reason,
  by,
});

describe("why there is no login", () => {
  it.each(reasons.filter((reason) => reason !== "none"))("%s has a sentence", (reason) => {
    expect(whyLoggedOut(ended(reason), false)).toMatch(/^[A-Z].+\.$/);
  });
  it("every reason has a sentence of its own", () => {
    const sentences = reasons.map((reason) => whyLoggedOut(ended(reason), false));
    expect(new Set(sentences).size).toBe(reasons.length);
  });
  it("a first visit is told nothing", () => {
    expect(whyLoggedOut(ended("none"), false)).toBeUndefined();
  });
  it("a first visit to a page for users is told that it needs a login", () => {
    expect(whyLoggedOut(ended("none"), true)).toBe("Please log in to see that page.");
  });
  it("a logout is told by the tab it happened in", () => {
    expect(whyLoggedOut(ended("logged_out", "thisTab"), false)).toBe("You are logged out.");
    expect(whyLoggedOut(ended("logged_out", "otherTab"), false)).toBe("You were logged out in another tab.");
  });
  it.each(cookieLossCauses)("whoever runs the app is told what to do about %s", (cause) => {
    expect(cureOf({ code: "cookie_not_stored", cause })).toMatch(/^[A-Z][^!]+: [^!]+\.$/);
  });
  it("what the server saw is told instead where it told it", () => {
    const seen = {
      cause: "proxy_not_trusted",
      detail: "a proxy at ::1",
      cure: "write trusted-proxies = ::1",
    } as const;
    expect(cureOf({ code: "cookie_not_stored", ...seen })).toBe(
      "a proxy at ::1; write trusted-proxies = ::1.",
    );
  });
  it("a cookie the browser did not keep is not called a logout", () => {
    expect(whyLoggedOut(ended("none", "cookieNotStored"), false)).toContain("did not keep the login cookie");
  });
});

describe("what failed", () => {
  it("a wrong password is exactly: Wrong username or password", () => {
    expect(whatFailed({ code: "bad_credentials" })).toBe("Wrong username or password");
  });
  it("an unreachable server is exactly: Error connecting to server", () => {
    expect(whatFailed({ code: "unreachable" })).toBe("Error connecting to server");
  });
  it.each([...errorCodes, ...clientCodes])("%s has a sentence without blame or exclamation", (code) => {
    expect(whatFailed({ code })).toMatch(/^[A-Z][^!]+$/);
    expect(whatFailed({ code })).not.toMatch(/something went wrong/i);
  });
  it.each([
    [1, "in 1 second"],
    [30, "in 30 seconds"],
    [90, "in 2 minutes"],
    [900, "in 15 minutes"],
  ])("a pause of %i s reads: %s", (seconds, text) => {
    expect(after(seconds)).toBe(text);
    expect(whatFailed({ code: "throttled", retryAfter: seconds })).toContain(text);
  });
});

describe("a pause that is watched", () => {
  it.each([
    [1, "in 1 second"],
    [59, "in 59 seconds"],
    [60, "in 1:00"],
    [605, "in 10:05"],
  ])("of %i s reads: %s", (seconds, text) => {
    expect(countdown(seconds)).toBe(text);
  });
});
