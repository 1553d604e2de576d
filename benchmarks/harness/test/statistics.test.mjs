import assert from "node:assert/strict";
import { test } from "node:test";
import { mannWhitneyP, median, ratio } from "../statistics.mjs";

test("the median of an even count lies between the middle two", () => assert.equal(median([4, 1, 3, 2]), 2.5));

test("a ratio is taken within each round, not between medians", () => {
  assert.equal(ratio([10, 40], [5, 20], 0.25).median, 2);
});

test("a round that missed one of the two rows does not count", () => {
  assert.equal(ratio([10, undefined, 30], [5, 20, 15], 0.25).rounds, 2);
});

test("rounds that disagree beyond the limit tell no ratio", () => {
  assert.equal(ratio([10, 20], [10, 10], 0.25).told, false);
  assert.equal(ratio([10, 11], [10, 10], 0.25).told, true);
});

test("one round alone tells no ratio", () => assert.equal(ratio([10], [5], 0.25).told, false));

test("the U test tells two shifted samples apart, and not two of the same", () => {
  const ramp = (from) => Array.from({ length: 50 }, (_, i) => from + i);
  assert.ok(mannWhitneyP(ramp(0), ramp(30)) < 1e-6);
  assert.ok(mannWhitneyP(ramp(0), ramp(0.5)) > 0.5);
});

test("the U test gives what the normal approximation gives by hand: U = 20 of 10 and 10 is p = 0.0257", () => {
  const p = mannWhitneyP([1, 2, 3, 4, 5, 6, 12, 13, 14, 15], [7, 8, 9, 10, 11, 16, 17, 18, 19, 20]);
  assert.ok(Math.abs(p - 0.025748) < 1e-5, String(p));
});

test("all samples alike are no difference", () => assert.equal(mannWhitneyP([5, 5, 5], [5, 5, 5]), 1));
