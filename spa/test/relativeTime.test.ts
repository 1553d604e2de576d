import { expect, it } from "vitest";
import { exactTime, relativeTime } from "../src/lib/relativeTime.ts";

const now = Date.parse("2026-01-01T12:00:00Z");

it.each([
  ["2026-01-01T12:00:00Z", "just now"],
  ["2026-01-01T11:59:30Z", "just now"],
  ["2026-01-01T12:00:30Z", "in less than a minute"],
  ["2026-01-01T11:59:00Z", "1 minute ago"],
  ["2026-01-01T11:15:00Z", "45 minutes ago"],
  ["2026-01-01T23:59:58Z", "in 12 hours"],
  ["2026-01-02T00:00:00Z", "in 12 hours"],
  ["2026-01-08T12:00:00Z", "in 7 days"],
  ["2026-01-08T11:59:58Z", "in 7 days"],
])("%s is %s", (instant, text) => {
  expect(relativeTime(instant, now)).toBe(text);
});

it("the exact time names its zone", () => {
  expect(exactTime("2026-01-01T12:00:00Z")).toMatch(/2026.+(GMT|UTC|[A-Z]{3,4})/);
});
