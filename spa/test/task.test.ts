import { LatchkeyError } from "@latchkey/client";
import { expect, it } from "vitest";
import { Task } from "../src/lib/task.svelte.ts";

function timed() {
  const timers: { run: () => void; ms: number }[] = [];
  const clock = { now: 0 };
  const task = new Task(
    (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return timer;
    },
    (timer) => timers.splice(timers.indexOf(timer as (typeof timers)[number]), 1),
    () => clock.now,
  );
  return { task, timers, clock };
}

it("says that it is working only after 300 ms", async () => {
  const { task, timers } = timed();
  let finish = () => {};
  const run = task.run(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  expect([task.working, task.slow, timers[0]?.ms]).toEqual([true, false, 300]);
  timers[0]?.run();
  expect(task.slow).toBe(true);
  finish();
  expect(await run).toBe(true);
  expect([task.working, task.slow]).toEqual([false, false]);
});

it("a second press while working does nothing", async () => {
  const { task } = timed();
  let count = 0;
  const act = async () => {
    count++;
  };
  await Promise.all([task.run(act), task.run(act)]);
  expect(count).toBe(1);
});

it("holds as long as the server asked for, counting down, and no longer", async () => {
  const { task, timers, clock } = timed();
  await task.run(() => Promise.reject(new LatchkeyError("throttled", { status: 429, retryAfter: 30 })));
  expect([task.failure?.code, task.held, task.secondsLeft, timers[0]?.ms]).toEqual([
    "throttled",
    true,
    30,
    1000,
  ]);
  clock.now = 1000;
  timers.shift()?.run();
  expect([task.secondsLeft, task.pauseIsOver]).toEqual([29, false]);
  expect(await task.run(async () => {})).toBe(false);
  clock.now = 30_000;
  timers.shift()?.run();
  expect([task.secondsLeft, task.pauseIsOver, timers]).toEqual([0, true, []]);
  expect(await task.run(async () => {})).toBe(true);
  expect([task.failure, task.pauseIsOver]).toEqual([undefined, false]);
});

it("counts by the clock, for a page nobody looks at is not called every second", async () => {
  const { task, timers, clock } = timed();
  await task.run(() => Promise.reject(new LatchkeyError("busy", { status: 503, retryAfter: 90 })));
  clock.now = 60_500;
  timers.shift()?.run();
  expect(task.secondsLeft).toBe(30);
});
