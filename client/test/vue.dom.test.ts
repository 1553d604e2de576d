import { afterEach, describe, expect, it, vi } from "vitest";
import { createApp, defineComponent, h, nextTick } from "vue";
import { createMemoryHistory, createRouter } from "vue-router";
import type { Latchkey, State } from "../src/index.js";
import { fakeLatchkey } from "../src/testing.js";
import { latchkeyPlugin, loginGuard, useEnding, useLatchkey, useSession, useUser } from "../src/vue.js";
import { janesLogin, settled, T0, Tab } from "./browser.js";

const jane = janesLogin.user;
const Page = defineComponent(() => {
  const latchkey = useLatchkey();
  const session = useSession();
  const user = useUser();
  const ending = useEnding();
  return () =>
    h(
      "p",
      { onClick: () => latchkey.logout() },
      `${session.value.status} ${user.value?.name ?? "nobody"}${ending.value ? ` ${ending.value.secondsLeft}` : ""}`,
    );
});
let unmount = () => {};
afterEach(() => {
  unmount();
  vi.useRealTimers();
});

function mount(latchkey: Latchkey, session?: State): HTMLElement {
  const target = document.createElement("div");
  const app = createApp(Page).use(latchkeyPlugin(latchkey, session));
  app.mount(target);
  unmount = () => {
    app.unmount();
    unmount = () => {};
  };
  return target;
}

it("a component shows the state and follows it", async () => {
  const target = mount(fakeLatchkey({ user: jane }));
  expect(target.textContent).toBe("loggedIn Jane Doe");
  target.querySelector("p")?.click();
  await settled();
  expect(target.textContent).toBe("loggedOut nobody");
});

it("an outage keeps the user", async () => {
  const latchkey = fakeLatchkey({ user: jane });
  const target = mount(latchkey);
  latchkey.server.goDown();
  await latchkey.getSession();
  await nextTick();
  expect(target.textContent).toBe("unavailable Jane Doe");
});

it("a page begins with what the server read, and shows nothing of it while the browser keeps it", async () => {
  const tab = new Tab();
  const latchkey = tab.make();
  const target = mount(latchkey, { status: "loggedIn", ...janesLogin } as State);
  expect([target.textContent, tab.requests.length]).toEqual(["loggedIn Jane Doe", 0]);
  tab.hide();
  await nextTick();
  expect(target.textContent).toBe("unknown nobody");
  latchkey.close();
});

it("after unmounting nothing is heard any more", async () => {
  const latchkey = fakeLatchkey({ user: jane });
  const target = mount(latchkey);
  unmount();
  await latchkey.logout();
  expect(target.textContent).toBe("");
});

it("the end is counted down by the second", async () => {
  vi.useFakeTimers({ now: T0 });
  const state = { status: "loggedIn", ...janesLogin, endsAt: T0 + 60_000 } as unknown as State;
  const target = mount({ ...fakeLatchkey(), state, subscribe: () => () => {} } as unknown as Latchkey);
  expect(target.textContent).toBe("loggedIn Jane Doe 60");
  await vi.advanceTimersByTimeAsync(2000);
  expect(target.textContent).toBe("loggedIn Jane Doe 58");
});

it("a component without the plugin says what to do", () => {
  const app = createApp(Page);
  app.config.warnHandler = () => {};
  expect(() => app.mount(document.createElement("div"))).toThrow("app.use(latchkeyPlugin(latchkey))");
});

describe("the guard of routes", () => {
  const page = { template: "" };
  async function go(latchkey: Latchkey, to: string): Promise<string> {
    const routes = [
      { path: "/", component: page },
      { path: "/login", component: page },
      { path: "/notes/:id", component: page, meta: { login: true } },
    ];
    const router = createRouter({ history: createMemoryHistory(), routes });
    router.beforeEach(loginGuard(latchkey));
    await router.push(to);
    return router.currentRoute.value.fullPath;
  }

  it("lets in whoever is logged in, and anybody where no login is needed", async () => {
    expect(await go(fakeLatchkey({ user: jane }), "/notes/1?a=b")).toBe("/notes/1?a=b");
    expect(await go(fakeLatchkey(), "/")).toBe("/");
  });
  it("leads others to the login, with the way back", async () => {
    expect(await go(fakeLatchkey(), "/notes/1?a=b")).toBe("/login?next=/notes/1?a=b");
  });
  it("asks where nothing is known yet", async () => {
    const latchkey = fakeLatchkey({ user: jane, bootstrap: undefined });
    expect(await go(latchkey, "/notes/1")).toBe("/notes/1");
  });
  it("takes an outage for no logout", async () => {
    const latchkey = fakeLatchkey({ bootstrap: undefined });
    latchkey.server.goDown();
    expect(await go(latchkey, "/notes/1")).toBe("/notes/1");
  });
});
