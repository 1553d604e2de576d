import type { OwnSession } from "@latchkey/client";
import { shortTime } from "./relativeTime.ts";
import { say } from "./words.ts";

/** A browser and its system, as the server tells them ("Chrome on Linux"), in the person's language. */
export function deviceOf({ device }: Pick<OwnSession, "device">): string {
  const [name = "", system] = device.split(/ on (?!.* on )/);
  const browser = name === "Unknown browser" ? say("sessions.unknownBrowser") : name;
  return system ? say("sessions.device", { browser, system }) : browser;
}

/** What tells a session of a list from the others: its device, and where two have the same, the time of the login. */
export interface Named {
  readonly session: OwnSession;
  readonly device: string;
  /** Only where it is needed. */
  readonly since?: string;
}

export function named(sessions: readonly OwnSession[]): readonly Named[] {
  const twins = (session: OwnSession) => sessions.filter(({ device }) => device === session.device);
  return sessions.map((session) => {
    const device = deviceOf(session);
    const minutes = twins(session).map(({ createdAt }) => createdAt.slice(0, 16));
    if (minutes.length === 1) return { session, device };
    return { session, device, since: shortTime(session.createdAt, new Set(minutes).size < minutes.length) };
  });
}

/** In one phrase. */
export function nameOf({ device, since }: Pick<Named, "device" | "since">): string {
  return since ? say("sessions.since", { device, time: since }) : device;
}
