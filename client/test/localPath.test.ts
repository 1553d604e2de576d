import { expect, it } from "vitest";
import { localPath } from "../src/index.js";

it.each([
  "//e",
  "///e",
  "/\\e",
  "\\\\e",
  "\\/e",
  "/\t/e",
  "/\n/e",
  "/\r\n/e",
  " //e",
  "/ /e",
  "/%09/e",
  "/%0d%0aSet-Cookie:x",
  "/%00",
  "/%2f%2fe",
  "/%2fe",
  "/%5ce",
  "/%5C%5Ce",
  "/.//e",
  "/./%2fe",
  "/%2e/%2fe",
  "/a/..//e",
  "/..//e",
  "https:e",
  "https://e",
  "https:/e",
  "javascript:alert(1)",
  "data:text/html,x",
  "@e",
  "e",
  "",
  "?x",
  "#x",
  "/\u3002e",
  "//e\u3002com",
  "\u2028//e",
  "/\u0085/e",
  "/%zz",
  "/%",
  `/${"a".repeat(2048)}`,
  undefined,
  null,
  7,
  ["/user"],
  { toString: () => "/user" },
])("sends %j to the default page", (next) => {
  expect(localPath(next, "/default")).toBe("/default");
});

it.each(["/", "/user", "/user/jane.doe", "/user?tab=2#top", "/user/J%C3%BCrgen", "/user/@jane", "/a//b"])(
  "lets %s through",
  (next) => {
    expect(localPath(next, "/default")).toBe(next);
  },
);

it("resolves what a browser would resolve", () => {
  expect(localPath("/user/../settings")).toBe("/settings");
});
