import assert from "node:assert/strict";
import { test } from "node:test";
import { readH2load } from "../load.mjs";

const told = (succeeded, failed, good) => `finished in 2.00s, 500.00 req/s, 1.00MB/s
requests: ${succeeded + failed} total, ${succeeded + failed} started, ${succeeded + failed} done, ${succeeded} succeeded, ${failed} failed, ${failed} errored, 0 timeout
status codes: ${good} 2xx, 0 3xx, ${succeeded - good} 4xx, 0 5xx
`;

test("h2load's answers that are no 200 count as failed", () => {
  assert.deepEqual(readH2load(told(1000, 0, 1000), 2), { requests: 1000, seconds: 2, failed: 0 });
  assert.equal(readH2load(told(1000, 2, 990), 2).failed, 12);
});

test("an h2load that told nothing is no measurement", () => assert.throws(() => readH2load("could not connect", 2), /told nothing/));
