import { expect, it } from "vitest";
import { baseOf } from "../src/lib/base.ts";

it.each([
  ["https://example.com/assets/main-abc.js", ""],
  ["https://example.com/login-app/assets/main-abc.js", "/login-app"],
  ["http://localhost:5000/a/b/assets/main-abc.js?v=1", "/a/b"],
])("the app of %s lies at %j", (script, base) => {
  expect(baseOf(script)).toBe(base);
});
