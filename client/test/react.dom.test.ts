import { act, createElement as h, StrictMode } from "react";
import { createRoot, hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Latchkey, State } from "../src/index.js";
import { LatchkeyProvider, useEnding, useLatchkey, useSession, useUser } from "../src/react.js";
import { fakeLatchkey } from "../src/testing.js";
import { janesLogin, T0, Tab } from "./browser.js";

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
const jane = janesLogin.user;
let root: Root | undefined;
let target: HTMLElement;
beforeEach(() => {
  target = document.createElement("div");
});
afterEach(async () => {
  await act(async () => root?.unmount());
  vi.useRealTimers();
});

let renders = 0;
function Page() {
  renders++;
  const session = useSession();
  const user = useUser();
  const latchkey = useLatchkey();
  const ending = useEnding();
  return h(
    "p",
    { onClick: () => void latchkey.logout() },
    `${session.status} ${user?.name ?? "nobody"}${ending ? ` ${ending.secondsLeft} ${ending.forGood}` : ""}`,
  );
}
const app = (latchkey: Latchkey, session?: State) =>
  h(StrictMode, null, h(LatchkeyProvider, { latchkey, session }, h(Page)));

async function render(latchkey: Latchkey, session?: State): Promise<void> {
  root = createRoot(target);
  await act(async () => root?.render(app(latchkey, session)));
}

it("a component shows the state and follows it, in strict mode as well", async () => {
  const latchkey = fakeLatchkey({ user: jane });
  await render(latchkey);
  expect(target.textContent).toBe("loggedIn Jane Doe");
  await act(async () => target.querySelector("p")?.click());
  expect(target.textContent).toBe("loggedOut nobody");
});

it("an outage keeps the user", async () => {
  const latchkey = fakeLatchkey({ user: jane });
  await render(latchkey);
  latchkey.server.goDown();
  await act(async () => void (await latchkey.getSession()));
  expect(target.textContent).toBe("unavailable Jane Doe");
});

it("nothing is drawn anew when a check confirms what is known", async () => {
  const latchkey = fakeLatchkey({ user: jane });
  await render(latchkey);
  const before = renders;
  await act(async () => void (await latchkey.getSession()));
  expect(renders).toBe(before);
});

it("strict mode and a second mount ask no second time", async () => {
  const tab = new Tab();
  const latchkey = tab.make();
  await render(latchkey);
  expect(tab.asked("/api/getsession")).toBe(1);
  latchkey.close();
});

it("what the server rendered is hydrated without a difference, and nothing is asked", async () => {
  const session: State = { status: "loggedIn", ...janesLogin } as State;
  const tab = new Tab();
  target.innerHTML = renderToString(app(tab.make({}, { window: null, document: null }), session));
  expect(target.textContent).toBe("loggedIn Jane Doe");
  const complaints = vi.spyOn(console, "error");
  const latchkey = tab.make();
  await act(async () => {
    root = hydrateRoot(target, app(latchkey, session), {
      onRecoverableError: (error) => complaints(error as never),
    });
  });
  expect([target.textContent, complaints.mock.calls, tab.requests.length]).toEqual([
    "loggedIn Jane Doe",
    [],
    0,
  ]);
  latchkey.close();
});

it("a page that the server rendered for nobody hydrates as that, then shows who is there", async () => {
  const tab = new Tab();
  tab.bootstrapText = JSON.stringify(janesLogin);
  target.innerHTML = renderToString(app(tab.make({}, { window: null, document: null })));
  expect(target.textContent).toBe("unknown nobody");
  const complaints = vi.spyOn(console, "error");
  const latchkey = tab.make();
  await act(async () => {
    root = hydrateRoot(target, app(latchkey));
  });
  expect([target.textContent, complaints.mock.calls]).toEqual(["loggedIn Jane Doe", []]);
  latchkey.close();
});

it("the end is counted down by the second, and says whether staying helps", async () => {
  vi.useFakeTimers({ now: T0 });
  const endsAt = T0 + 60_000;
  const state = { status: "loggedIn", ...janesLogin, endsAt } as unknown as State;
  const latchkey = { ...fakeLatchkey(), state, subscribe: () => () => {} } as unknown as Latchkey;
  await render(latchkey);
  expect(target.textContent).toBe("loggedIn Jane Doe 60 false");
  await act(async () => vi.advanceTimersByTime(2000));
  expect(target.textContent).toBe("loggedIn Jane Doe 58 false");
});

it("a component without a provider says what to do", () => {
  expect(() => renderToString(h(Page))).toThrow("put <LatchkeyProvider");
});
