import assert from "node:assert/strict";
import { test } from "node:test";
import { interval, mannWhitneyP, median, paired } from "../statistics.mjs";

test("the median of an even count lies between the middle two", () => assert.equal(median([4, 1, 3, 2]), 2.5));

const turns = (micros) => micros.map((one) => ({ micros: one }));
const ratio = (a, b) => interval(paired({ starts: a.map(turns) }, { starts: b.map(turns) }, (one, other) => one.micros / other.micros));

test("a ratio is taken within each pair of turns, not between medians", () => {
  assert.equal(ratio([[10, 40, 90]], [[5, 20, 45]]).median, 2);
});

test("a turn that one of the two lacks does not count", () => {
  assert.equal(ratio([[10, 20, 30]], [[5, 10]]).turns, 2);
  assert.equal(interval(paired(undefined, { starts: [turns([1])] }, () => 1)), undefined);
});

test("the interval holds the median, and is narrow where turns agree", () => {
  const { median, low, high } = ratio([[20, 21, 19, 20, 20]], [[10, 10, 10, 10, 10]]);
  assert.equal(median, 2);
  assert.ok(low >= 1.9 && low <= 2 && high >= 2 && high <= 2.1, `${low} to ${high}`);
});

test("two starts that differ make the interval wide, however well their turns agree", () => {
  const { low, high } = interval([Array(20).fill(1), Array(20).fill(2)]);
  assert.deepEqual([low, high], [1, 2]);
});

test("the interval of a sample of a known distribution has the width that the theory gives", () => {
  // 101 even steps from 0 to 100: the median's standard error is 1/(2 f √n) = 5.
  const { low, high } = interval([Array.from({ length: 101 }, (_, i) => i)]);
  assert.ok(Math.abs(low - 40) <= 3 && Math.abs(high - 60) <= 3, `${low} to ${high}`);
});

test("the same turns give the same interval", () => {
  const starts = [[1, 2, 3, 4], [2, 3, 4, 5]];
  assert.deepEqual(interval(starts), interval(starts));
});

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
