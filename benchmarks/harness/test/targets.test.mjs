import assert from "node:assert/strict";
import { test } from "node:test";
import { targets } from "../targets.mjs";

const what = "session check ÷ raw Netty's control";
const judged = (pairs) => {
  const rounds = pairs.map(([ours, netty]) => ({ latchkey: row(ours), "netty-control": row(netty) }));
  return targets({ rounds, options: { spread: 0.25 }, scenarios: {} }).find((one) => one.what === what);
};
const row = (perSecond) => ({ saturated: { perSecond }, half: { latencyMicros: { p99: 100 } } });

test("a target is judged by the median of the rounds' ratios", () => {
  assert.equal(judged([[70, 100], [72, 100], [60, 100]]).verdict, "met");
  assert.equal(judged([[50, 100], [52, 100], [54, 100]]).verdict, "missed");
});

test("rounds that disagree on the size still tell a bound when they agree on the verdict", () => {
  const far = judged([[70, 100], [140, 100]]);
  assert.deepEqual([far.verdict, far.measured], ["met", "at least 0.70 ×"]);
  const under = judged([[20, 100], [60, 100]]);
  assert.deepEqual([under.verdict, under.measured], ["missed", "at most 0.60 ×"]);
});

test("rounds that disagree on the verdict judge nothing", () => {
  assert.deepEqual([judged([[30, 100], [90, 100]]).verdict, judged([[90, 100]]).verdict], ["rounds disagree", "one round tells none"]);
});

test("what was not measured is not met", () => {
  assert.ok(targets({ rounds: [], options: { spread: 0.25 }, scenarios: {} }).every((one) => one.verdict === "not measured"));
});
