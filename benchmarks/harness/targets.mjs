// What the product set out to reach, beside what this run measured.
import { ratioOf } from "./result.mjs";
import { micros, percent, whole } from "./ours.mjs";

/** [{ what, target, measured, verdict: "met" | "missed" | "not measured" | "rounds disagree" }] */
export function targets({ rounds, options, scenarios }) {
  const of = (name) => scenarios[name]?.result;
  const list = [];
  const add = (what, target, measured, isMet, verdict) =>
    list.push({ what, target, measured: measured ?? "–", verdict: verdict ?? (measured === undefined ? "not measured" : isMet ? "met" : "missed") });
  const compare = (what, numerator, denominator, sign, limit, kind) => {
    const found = ratioOf(rounds, numerator, denominator, options.spread, kind);
    const target = `${sign} ${limit} ×`;
    if (!found) return add(what, target);
    const told = `${found.median.toFixed(2)} × (${found.min.toFixed(2)}–${found.max.toFixed(2)})`;
    const holds = (value) => (sign === "≥" ? value >= limit : value <= limit);
    // Rounds that disagree on the size may still agree on the verdict.
    if (found.rounds === 1) return add(what, target, "–", false, "one round tells none");
    if (!found.told && holds(found.min) !== holds(found.max)) return add(what, target, "–", false, "rounds disagree");
    if (!found.told) {
      const isLower = (sign === "≥") === holds(found.median);
      return add(what, target, isLower ? `at least ${found.min.toFixed(2)} ×` : `at most ${found.max.toFixed(2)} ×`, holds(found.median));
    }
    return add(what, target, told, holds(found.median));
  };

  compare("session check ÷ a control on Helidon, the engine before, access log off", "latchkey", "helidon-control", "≥", 0.85);
  compare("the same, access log on", "latchkey:access-log", "helidon-control", "≥", 0.75);
  compare("session check ÷ raw Netty's control", "latchkey", "netty-control", "≥", 0.65);
  compare("forged cookie ÷ a good one", "latchkey:forged", "latchkey", "≥", 0.5);
  compare("cookie of a wrong length ÷ a good one", "latchkey:malformed", "latchkey", "≥", 0.5);
  compare("÷ Spring Security, in memory", "latchkey", "spring-memory", "≥", 4);
  compare("÷ Spring Session JDBC", "latchkey", "spring-session-jdbc", "≥", 12);
  compare("÷ @fastify/session", "latchkey", "fastify", "≥", 4);
  compare("÷ express-session with SQLite", "latchkey", "express", "≥", 12);
  compare("÷ Flask-Login", "latchkey", "flask-login", "≥", 20);
  compare("÷ better-auth", "latchkey", "better-auth", "≥", 60);
  compare("p99 at half load ÷ the Netty control's", "latchkey", "netty-control", "≤", 2, "halfP99");

  const parts = of("jmh")?.parts.filter((one) => /^resolv.*: hit/i.test(one.name)) ?? [];
  const part = parts.at(-1); // the most sessions
  const nanos = part && part.median * ({ "ns/op": 1, "us/op": 1000 }[part.unit] ?? Number.NaN);
  add("resolving a cached session, alone (JMH)", "≤ 400 ns, ≤ 400 B", part && `${nanos.toFixed(0)} ns, ${part.bytes?.toFixed(0)} B`, nanos <= 400 && part?.bytes <= 400);

  const sizes = of("growth")?.sizes ?? [];
  const size = (sessions) => sizes.find((one) => one.sessions === sessions && one.cache === sessions);
  const million = size(1_000_000);
  add("memory of a cached session", "≤ 600 B", million?.bytesPerSession && `${whole(million.bytesPerSession)} B`, million?.bytesPerSession <= 600);
  add("RSS with 1,000,000 sessions in memory", "≤ 800 MiB", million && `${whole(million.rssMiB)} MiB`, million?.rssMiB <= 800);
  add("cost of a check, 1,000,000 ÷ 1,000 sessions", "≤ 1.3 ×", million && `${million.costToSmallest.toFixed(2)} ×`, million?.costToSmallest <= 1.3);

  const start = of("startup");
  add("start to the first 200, with the class cache", "≤ 0.8 s", start && seconds(start.aot), start?.aot.millis.median <= 800);
  add("the same without it", "≤ 2 s", start && seconds(start.noAot), start?.noAot.millis.median <= 2000);
  add("RSS after the start", "≤ 150 MiB", start && `${whole(start.aot.rssMiB.median)} MiB`, start?.aot.rssMiB.median <= 150);

  const login = of("logins");
  add("logins ÷ what hashing allows", "≥ 95 %", login && percent(login.share), login?.share >= 0.95);

  const flood = of("flood");
  const excess = flood && Object.keys(flood.logins.statuses).every((status) => status === "200" || status === "503");
  const answered = flood && flood.checks.failed === 0 && flood.checks.answered >= flood.checks.intended;
  add("500 logins/s beside 2,000 checks/s: p99 of the checks", "≤ 25 ms", flood && `${micros(flood.checks.latencyMicros.p99)} ms`, flood?.checks.latencyMicros.p99 <= 25_000);
  add("the same: every check answered, every login 200 or 503", "yes", flood && (answered && excess ? "yes" : "no"), answered && excess);
  add("the same: memory", "≤ 150 MiB more", flood && `${whole(flood.mostMiB - flood.beforeMiB)} MiB more`, flood?.mostMiB - flood?.beforeMiB <= 150);

  const timing = of("timing");
  const same = (kind) => timing[kind].p > 0.01 && timing[kind].apart < 0.05;
  add("unknown, wrong and disabled logins take the same time", "p > 0.01, < 5 % of a hash", timing &&
    ["unknown", "disabled"].map((kind) => `${kind}: p ${timing[kind].p.toFixed(2)}, ${percent(timing[kind].apart)}`).join("; "), timing && same("unknown") && same("disabled"));
  return list;
}

const seconds = ({ millis }) => `${(millis.median / 1000).toFixed(2)} s (${(millis.min / 1000).toFixed(2)}–${(millis.max / 1000).toFixed(2)})`;
