import { currentLocale, say } from "./words.ts";

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "3 minutes ago", "in 7 days"; within a minute of now "just now" or "in less than a minute". */
export function relativeTime(instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  for (const [unit, size] of units) {
    const count = Math.round(Math.abs(seconds) / size);
    if (Math.abs(seconds) >= size && count > 0) return relative(Math.sign(seconds) * count, unit);
  }
  return say(seconds > 0 ? "time.withinAMinute" : "time.now");
}

/** A pause that is about to begin: "in 30 seconds", "in 2 minutes". */
export function after(seconds: number): string {
  return seconds < 90 ? relative(Math.ceil(seconds), "second") : relative(Math.ceil(seconds / 60), "minute");
}

/** The same, for somebody who watches it: "in 45 seconds", "in 1:30". */
export function countdown(seconds: number): string {
  if (seconds < 60) return relative(seconds, "second");
  const digits = (count: number, least: number) =>
    new Intl.NumberFormat(currentLocale(), { minimumIntegerDigits: least, useGrouping: false }).format(count);
  return say("time.clock", { clock: `${digits(Math.floor(seconds / 60), 1)}:${digits(seconds % 60, 2)}` });
}

export function exactTime(instant: string): string {
  return new Intl.DateTimeFormat(currentLocale(), { dateStyle: "long", timeStyle: "long" }).format(
    Date.parse(instant),
  );
}

/** Short enough to tell two of a list apart; by the second where they are of one minute. */
export function shortTime(instant: string, bySecond: boolean): string {
  return new Intl.DateTimeFormat(currentLocale(), {
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
    ...(bySecond ? { second: "2-digit" } : {}),
  }).format(Date.parse(instant));
}

function relative(count: number, unit: Intl.RelativeTimeFormatUnit): string {
  return new Intl.RelativeTimeFormat(currentLocale(), { numeric: "always" }).format(count, unit);
}
