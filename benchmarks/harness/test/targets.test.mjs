import assert from "node:assert/strict";
import { test } from "node:test";
import { targets, verdict } from "../targets.mjs";

const value = (low, high) => ({ median: (low + high) / 2, low, high });

test("met when the whole interval is past the target, missed when none of it is, else not told apart", () => {
  assert.deepEqual([[0.8, 0.9], [0.7, 0.79], [0.79, 0.81]].map(([low, high]) => verdict(value(low, high), "≥", 0.8)), ["met", "missed", "not told apart"]);
  assert.deepEqual([[1.2, 1.5], [1.6, 1.7], [1.4, 1.6]].map(([low, high]) => verdict(value(low, high), "≤", 1.5)), ["met", "missed", "not told apart"]);
});

const row = (micros, p99 = 100) => ({ starts: [micros.map((one) => ({ micros: one }))], half: [micros.map(() => ({ latencyMicros: { p99 } }))] });
const judged = (rows) => Object.fromEntries(targets({ standard: { rows, starts: STARTS, held: HELD } }).map((one) => [one.what, one]));
const STARTS = { aot: { millis: value(500, 700), rssMiB: value(100, 104) } };
const HELD = { idle: { moreMiB: 40 }, halfSent: { asked: 200, good: 199 } };

test("what is cheaper has the higher ratio, and what it takes more is told in microseconds", () => {
  const list = judged({ epoll: row([10, 10, 10]), "engine-epoll": row([8, 8, 8]), netty: row([9, 9, 9]) });
  assert.equal(list["session check ÷ its engine alone, epoll"].measured, "0.80 ×");
  assert.equal(list["session check on epoll ÷ raw Netty's own codec on epoll"].verdict, "met");
  assert.equal(list["session check: our own work beyond its engine, epoll"].measured, "2.00 µs");
  assert.equal(list["p99 at half load ÷ raw Netty's, epoll"].measured, "1.00 ×");
});

test("a start is judged in seconds, with its interval", () => {
  const start = judged({})["start to the first 200, one core, class cache"];
  assert.deepEqual([start.measured, start.verdict], ["0.60 s (0.50–0.70)", "not told apart"]);
});

test("one good client without an answer is one too many", () =>
  assert.equal(judged({})["good clients answered beside 10,000 half-sent bodies"].verdict, "missed"));

test("what was not measured is not met", () => assert.ok(targets({}).every((one) => one.verdict === "not measured")));

test("a row that failed is not measured", () =>
  assert.equal(judged({ epoll: { starts: [[]], half: [[]], error: "no answer" }, netty: row([9]) })["session check on epoll ÷ raw Netty's own codec on epoll"].verdict, "not measured"));

test("what another commit is compared with is the commit before the engine only if it is that one", () => {
  const of = (commit) => targets({ versus: { commit, rows: { epoll: row([8]), other: row([10]) } } }).find(({ what }) => what.includes("before the engine")).verdict;
  assert.deepEqual([of("8425b92"), of("1234567")], ["met", "not measured"]);
});
