const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

const relative = new Intl.RelativeTimeFormat("en", { numeric: "always" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "long" });

/** "3 minutes ago", "in 7 days"; within a minute of now "just now" or "in less than a minute". */
export function relativeTime(instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000);
  for (const [unit, size] of units) {
    const count = Math.round(Math.abs(seconds) / size);
    if (Math.abs(seconds) >= size && count > 0) return relative.format(Math.sign(seconds) * count, unit);
  }
  return seconds > 0 ? "in less than a minute" : "just now";
}

export function exactTime(instant: string): string {
  return exact.format(Date.parse(instant));
}
