import { expect, it } from "vitest";
import { configuration } from "../src/lib/configuration.ts";

const rendered = {
  getElementById: (id: string) => ({ textContent: id === "latchkey-theme" ? '{"name":"Shop"}' : "{}" }),
};
const served = { getElementById: () => null };
const never = () => Promise.reject(new Error("must not be asked"));
const answer =
  (body: string, status = 200) =>
  async () =>
    new Response(body, { status });

it("a page the API's server rendered asks nobody", async () => {
  expect((await configuration(rendered, never, "http://localhost:5000")).apiOrigin).toBe("");
});
it("a page the API's server rendered was told how it looks, too", async () => {
  expect((await configuration(rendered, never, undefined)).theme).toEqual({ name: "Shop" });
});
it("config.json tells how it looks beside the API's address", async () => {
  const request = answer('{"apiOrigin":"http://localhost:5000","theme":{"name":"Shop"}}');
  expect(await configuration(served, request, undefined)).toEqual({
    apiOrigin: "http://localhost:5000",
    theme: { name: "Shop" },
  });
});
it("an address built in needs no request", async () => {
  expect((await configuration(served, never, "https://api.example")).apiOrigin).toBe("https://api.example");
});
it("config.json names the API", async () => {
  const request = answer('{"apiOrigin":"http://localhost:5000"}');
  expect((await configuration(served, request, undefined)).apiOrigin).toBe("http://localhost:5000");
});
it.each([
  ["no file", answer("not found", 404)],
  ["the page, from a host that answers everything with it", answer("<!doctype html>")],
  ["a file that an object store does not have", answer("denied", 403)],
  ["something else", answer('{"apiOrigin":7}')],
  ["no object", answer("null")],
])("where config.json is %s, the API shares the origin", async (_, request) => {
  expect((await configuration(served, request, undefined)).apiOrigin).toBe("");
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

  const { apiOrigin } = await configuration(served, request, undefined, {
    onOutage: () => {
      outages++;
    },
    pause: async (ms) => pauses.push(ms),
  });

  expect(apiOrigin).toBe("https://api.example");
  expect(outages).toBe(1);
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});
it("an answer at once shows no outage", async () => {
  const onOutage = () => expect.unreachable();
  expect((await configuration(served, answer("", 404), undefined, { onOutage })).apiOrigin).toBe("");
});
