import { flushSync, mount, unmount } from "svelte";
import { get } from "svelte/store";
import { afterEach, expect, it } from "vitest";
import { sessionStore } from "../src/svelte.js";
import { createFakeServer, fakeLatchkey } from "../src/testing.js";
import App from "./App.svelte";
import { janesLogin, settled } from "./browser.js";
import Greeting from "./Greeting.svelte";

const jane = janesLogin.user;
let mounted: Record<string, unknown> | undefined;
afterEach(async () => {
  if (mounted) await unmount(mounted);
  mounted = undefined;
});
const shown = () => {
  flushSync();
  return document.body.textContent?.trim().replace(/\s+/g, " ");
};

it("the store follows the client", async () => {
  const latchkey = fakeLatchkey();
  const session = sessionStore(latchkey);
  expect(get(session)).toMatchObject({ reason: "none" });
  latchkey.server.logIn(jane);
  await latchkey.getSession();
  expect(get(session)).toMatchObject({ status: "loggedIn" });
  expect(session.current).toBe(latchkey.state);
});

it("what is provided is found below, as a store and in runes, and follows the client", async () => {
  mounted = mount(App, { target: document.body, props: { latchkey: fakeLatchkey({ user: jane }) } });
  expect(shown()).toBe("loggedIn Jane Doe Log out");
  document.querySelector("button")?.click();
  await settled();
  expect(shown()).toBe("loggedOut nobody Log out");
});

it("a page begins with what the server read, without asking", () => {
  const server = createFakeServer();
  const latchkey = fakeLatchkey({ server, bootstrap: undefined });
  mounted = mount(App, { target: document.body, props: { latchkey, session: janesLogin } });
  expect(shown()).toBe("loggedIn Jane Doe Log out");
});

it("a component without anything provided says what to do", () => {
  expect(() => mount(Greeting, { target: document.createElement("div"), props: {} })).toThrow(
    "call provideLatchkey",
  );
});
