import { LatchkeyError, type Registration } from "@latchkey/client";
import { expect, it, vi } from "vitest";
import { Rules } from "../src/lib/rules.svelte.ts";

const answer: Registration = {
  registration: "open",
  remember: false,
  password: { minimumLength: 15, maximumBytes: 512 },
};

it("nobody is asked before somebody wants to know, and then once", async () => {
  let asked = 0;
  const rules = new Rules({
    registration: async () => {
      asked++;
      return answer;
    },
  });
  expect([asked, rules.open, rules.remembers]).toEqual([0, false, true]);
  rules.ask().ask();
  await Promise.resolve();
  rules.ask();
  expect([asked, rules.open, rules.remembers, rules.minimumLength]).toEqual([1, true, false, 15]);
});

it("after it could not be asked, the next page asks again", async () => {
  const answers = [() => Promise.reject(new LatchkeyError("unreachable")), async () => answer];
  const rules = new Rules({ registration: () => (answers.shift() as () => Promise<Registration>)() });
  rules.ask();
  await vi.waitFor(() => expect(rules.failed).toBe(true));
  rules.ask();
  await vi.waitFor(() => expect([rules.failed, rules.open]).toEqual([false, true]));
});
