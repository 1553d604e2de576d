import type { OwnSession } from "@latchkey/client";
import { shortTime } from "./relativeTime.ts";
import { say } from "./words.ts";

/** A browser and its system, as the server tells them ("Chrome on Linux"), in the person's language. */
export function deviceOf({ device }: Pick<OwnSession, "device">): string {
  const [name = "", system] = device.split(/ on (?!.* on )/);
  const browser = name === "Unknown browser" ? say("sessions.unknownBrowser") : name;
  return system ? say("sessions.device", { browser, system }) : browser;
}

/** A name for each session of a list; where two are of the same kind of device, the time of the login tells them apart. */
export function namesOf(sessions: readonly OwnSession[]): ReadonlyMap<string, string> {
  const isAlone = ({ device }: OwnSession) =>
    sessions.filter((other) => other.device === device).length === 1;
  return new Map(
    sessions.map((session) => [
      session.id,
      isAlone(session)
        ? deviceOf(session)
        : say("sessions.since", { device: deviceOf(session), time: shortTime(session.createdAt) }),
    ]),
  );
}
