import { expect, it } from "vitest";
import { Dialogs } from "../src/lib/dialogs.svelte.ts";

it("asking for the password waits for an answer", async () => {
  const dialogs = new Dialogs();
  const proven = dialogs.askPassword();
  expect(dialogs.asking).toBe(true);
  dialogs.answer(true);
  expect([await proven, dialogs.asking]).toEqual([true, false]);
});

it("a second question takes the place of the first", async () => {
  const dialogs = new Dialogs();
  const first = dialogs.askPassword();
  const second = dialogs.askPassword();
  dialogs.answer(true);
  expect(await Promise.all([first, second])).toEqual([false, true]);
});
