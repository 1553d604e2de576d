import { get } from "svelte/store";
import { expect, it } from "vitest";
import { sessionStore } from "../src/svelte.js";
import { json, noLogin, Tab } from "./browser.js";

it("the Svelte store follows the client", async () => {
  const tab = new Tab().answer("GET /api/getsession", () => json(noLogin("expired")));
  const latchkey = tab.open({ bootstrap: noLogin("none") });
  const session = sessionStore(latchkey);
  expect(get(session)).toMatchObject({ reason: "none" });
  await latchkey.getSession();
  expect(get(session)).toMatchObject({ reason: "expired" });
  expect(session.current).toBe(latchkey.state);
});
