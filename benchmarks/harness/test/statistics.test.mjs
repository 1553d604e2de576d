import assert from "node:assert/strict";
import { test } from "node:test";
import { median, ratio } from "../statistics.mjs";

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
