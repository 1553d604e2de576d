import { expect, it } from "vitest";
import { apiOrigin } from "../src/lib/apiOrigin.ts";

const rendered = { getElementById: () => ({}) };
const served = { getElementById: () => null };
const never = () => Promise.reject(new Error("must not be asked"));
const answer =
  (body: string, status = 200) =>
  async () =>
    new Response(body, { status });

it("a page the API's server rendered asks nobody", async () => {
  expect(await apiOrigin(rendered, never, "http://localhost:5000")).toBe("");
});
it("an address built in needs no request", async () => {
  expect(await apiOrigin(served, never, "https://api.example")).toBe("https://api.example");
});
it("config.json names the API", async () => {
  const request = answer('{"apiOrigin":"http://localhost:5000"}');
  expect(await apiOrigin(served, request, undefined)).toBe("http://localhost:5000");
});
it.each([
  ["no file", answer("not found", 404)],
  ["the page, from a host that answers everything with it", answer("<!doctype html>")],
  ["something else", answer('{"apiOrigin":7}')],
  ["nothing", never],
])("where config.json is %s, the API shares the origin", async (_, request) => {
  expect(await apiOrigin(served, request, undefined)).toBe("");
});
