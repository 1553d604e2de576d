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
  ["a file that an object store does not have", answer("denied", 403)],
  ["something else", answer('{"apiOrigin":7}')],
  ["no object", answer("null")],
])("where config.json is %s, the API shares the origin", async (_, request) => {
  expect(await apiOrigin(served, request, undefined)).toBe("");
});

const unanswered: [string, () => Promise<Response>][] = [
  ["the network is down", () => Promise.reject(new TypeError("network is down"))],
  ["a proxy has no upstream", answer("bad gateway", 502)],
  ["it is overloaded", answer("", 503)],
  ["it is asked too often", answer("", 429)],
];
it.each(unanswered)("while %s, the host is asked again, with an outage on the screen", async (_, failure) => {
  const pauses: number[] = [];
  let outages = 0;
  const request = () => (pauses.length < 7 ? failure() : answer('{"apiOrigin":"https://api.example"}')());

  const origin = await apiOrigin(served, request, undefined, {
    onOutage: () => {
      outages++;
    },
    pause: async (ms) => pauses.push(ms),
  });

  expect(origin).toBe("https://api.example");
  expect(outages).toBe(1);
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});
it("an answer at once shows no outage", async () => {
  const onOutage = () => expect.unreachable();
  expect(await apiOrigin(served, answer("", 404), undefined, { onOutage })).toBe("");
});
