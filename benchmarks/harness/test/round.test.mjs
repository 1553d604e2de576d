import assert from "node:assert/strict";
import { test } from "node:test";
import { joined, turned } from "../round.mjs";

const window = (requests, p99) => ({
  requests, micros: 1_000_000, failed: 1, latencyMicros: { p50: 1, p99, p999: 9 }, cpu: { server: requests / 1000, steal: 0 }, generatorWasTheLimit: p99 > 5,
});

test("what several turns counted adds up, and one bad turn does not make the percentile", () => {
  const { perSecond, failed, latencyMicros, cpu, generatorWasTheLimit } = joined([window(100, 2), window(300, 90), window(200, 4)]);
  assert.equal(perSecond, 200);
  assert.equal(failed, 3);
  assert.equal(latencyMicros.p99, 4);
  assert.ok(Math.abs(cpu.server - 0.2) < 1e-9);
  assert.equal(generatorWasTheLimit, false);
});

test("turns in which nothing was answered are no measurement", () => assert.throws(() => joined([window(0, 1), window(0, 1)]), /nothing was answered/));

test("each turn begins with another one", () => assert.deepEqual(turned(["a", "b", "c"], 4), ["b", "c", "a"]));
