import { expect, it } from "vitest";
import { wrongWith } from "../src/lib/fieldErrors.ts";

const failure = (code: string | undefined, message = "the server's words") => ({
  errors: [{ field: "new", message, ...(code ? { code } : {}) }],
});

it.each(["too_short", "too_common", "too_regular", "like_the_name"])(
  "%s has a sentence of its own",
  (code) => {
    expect(wrongWith("new", failure(code))).toMatch(/^[A-Z][^!]+\.$/);
    expect(wrongWith("new", failure(code))).not.toContain("the server's words");
  },
);
it("a rule with a number tells the number", () => {
  expect(wrongWith("new", failure("too_short"), 15)).toBe("Use at least 15 characters.");
});
it.each(["not_accepted", "a_newer_rule", undefined])(
  "anything else is told in the server's words: %s",
  (code) => {
    expect(wrongWith("new", failure(code))).toBe("the server's words.");
  },
);
it.each([
  ["username", /3 to 64 letters/],
  ["name", /1 to 200 characters/],
])("what is wrong with a %s is told by its rule, which people read in their language", (field, rule) => {
  const errors = [{ field, code: "not_accepted", message: "the server's words" }];
  expect(wrongWith(field, { errors })).toMatch(rule);
});
it("a field without an error has none", () => {
  expect([wrongWith("current", failure("too_short")), wrongWith("new", undefined)]).toEqual([
    undefined,
    undefined,
  ]);
});
