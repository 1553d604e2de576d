import { expect, it } from "vitest";
import { deviceOf, namesOf } from "../src/lib/device.ts";

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

it("sessions of one kind of device are told apart by their logins, others need no more than their names", () => {
  const names = namesOf([
    session("a", "Chrome on Linux"),
    session("b", "Chrome on Linux", "2026-01-02T13:30:05Z"),
    session("c", "Safari on iOS"),
  ]);
  expect(names.get("c")).toBe("Safari on iOS");
  expect(names.get("a")).toMatch(/^Chrome on Linux, since .+/);
  expect(new Set(names.values()).size).toBe(3);
});
