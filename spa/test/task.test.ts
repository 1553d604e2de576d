import { LatchkeyError } from "@latchkey/client";
import { expect, it } from "vitest";
import { Task } from "../src/lib/task.svelte.ts";

function timed() {
  const timers: { run: () => void; ms: number }[] = [];
  const task = new Task(
    (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return timer;
    },
    (timer) => timers.splice(timers.indexOf(timer as (typeof timers)[number]), 1),
  );
  return { task, timers };
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

it("holds as long as the server asked for, and no longer", async () => {
  const { task, timers } = timed();
  await task.run(() => Promise.reject(new LatchkeyError("throttled", 429, 30)));
  expect([task.failure?.code, task.held, timers[0]?.ms]).toEqual(["throttled", true, 30_000]);
  expect(await task.run(async () => {})).toBe(false);
  timers[0]?.run();
  expect(await task.run(async () => {})).toBe(true);
  expect(task.failure).toBeUndefined();
});
