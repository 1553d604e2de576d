import { LatchkeyError } from "@latchkey/client";
import { expect, it } from "vitest";
import { Form } from "../src/lib/form.svelte.ts";

const event = () => new Event("submit", { cancelable: true }) as SubmitEvent;

function filled(username: string, password: string) {
  const form = new Form("username", "password");
  for (const [name, value] of Object.entries({ username, password })) {
    const field = document.createElement("input");
    field.value = value;
    document.body.append(field);
    form.fields[name as "username" | "password"] = field;
  }
  return form;
}

const nothing = () => undefined;

it("sends what the fields hold, and stays on the page", async () => {
  const form = filled("jane", "secret");
  const submit = event();
  const sent: unknown[] = [];
  expect(await form.submit(submit, async (typed) => sent.push(typed), nothing)).toBe(true);
  expect(sent).toEqual([{ username: "jane", password: "secret" }]);
  expect(submit.defaultPrevented).toBe(true);
});

it.each([
  ["", "", ["username", "password"]],
  ["", "secret", ["username"]],
  ["jane", "", ["password"]],
] as const)(
  "sends nothing while something is missing: all of it is told, and the first gets the focus",
  async (username, password, missing) => {
    const form = filled(username, password);
    form.failure = new LatchkeyError("bad_credentials");
    const sent: unknown[] = [];
    expect(await form.submit(event(), async (typed) => sent.push(typed), nothing)).toBe(false);
    expect([sent, form.incomplete, form.failure]).toEqual([[], true, undefined]);
    expect((["username", "password"] as const).filter((name) => form.lacks(name))).toEqual(missing);
    expect(document.activeElement).toBe(form.fields[missing[0]]);
  },
);

it("leads to the field that a refusal is about", async () => {
  const form = filled("jane", "secret");
  const refusal = new LatchkeyError("username_unavailable");
  expect(
    await form.submit(
      event(),
      () => Promise.reject(refusal),
      () => "username",
    ),
  ).toBe(false);
  expect(document.activeElement).toBe(form.fields.username);
  expect([form.failure, form.refused]).toEqual([refusal, false]);
});

it("selects a password that was wrong, so that the next one takes its place", async () => {
  const form = filled("jane", "secret");
  const refuse = () => Promise.reject(new LatchkeyError("bad_credentials"));
  await form.submit(event(), refuse, () => (form.refused ? "password" : undefined));
  const { selectionStart, selectionEnd } = form.fields.password as HTMLInputElement;
  expect([selectionStart, selectionEnd]).toEqual([0, "secret".length]);
});

it("sends nothing while the server wants a pause", async () => {
  const form = filled("jane", "secret");
  form.secondsLeft = 5;
  const sent: unknown[] = [];
  expect(await form.submit(event(), async (typed) => sent.push(typed), nothing)).toBe(false);
  expect(sent).toEqual([]);
});
