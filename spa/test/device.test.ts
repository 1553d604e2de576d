import { expect, it } from "vitest";
import { deviceOf, named, nameOf } from "../src/lib/device.ts";

const session = (id: string, device: string, createdAt = "2026-01-01T12:00:00Z") => ({
  id,
  device,
  createdAt,
  network: "",
  lastSeenAt: createdAt,
  authenticatedAt: createdAt,
  remembered: false,
  current: false,
});

it.each([
  ["Chrome on Linux", "Chrome on Linux"],
  ["Unknown browser", "Unknown browser"],
  ["Unknown browser on Windows", "Unknown browser on Windows"],
  ["Browser on Wheels on Linux", "Browser on Wheels on Linux"],
  ["curl", "curl"],
])("%s is told as %s", (device, told) => {
  expect(deviceOf({ device })).toBe(told);
});

const listed = (...logins: [string, string][]) =>
  named(logins.map(([device, createdAt], at) => session(`${at}`, device, createdAt)));

it("sessions of one kind of device are told apart by their logins, others need no more than their names", () => {
  const names = listed(
    ["Chrome on Linux", "2026-01-01T12:00:00Z"],
    ["Chrome on Linux", "2026-01-02T13:30:05Z"],
    ["Safari on iOS", "2026-01-01T12:00:00Z"],
  ).map(nameOf);
  expect(names[2]).toBe("Safari on iOS");
  expect(names[0]).toMatch(/^Chrome on Linux, since .+/);
  expect(new Set(names).size).toBe(3);
});

it("two logins of one minute differ by the second", () => {
  const names = listed(
    ["Chrome on Linux", "2026-01-01T12:00:01Z"],
    ["Chrome on Linux", "2026-01-01T12:00:02Z"],
  ).map(nameOf);
  expect(new Set(names).size).toBe(2);
});
