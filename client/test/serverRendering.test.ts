import { createElement as h } from "react";
import { renderToString as renderReact } from "react-dom/server";
import { render as renderSvelte } from "svelte/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createSSRApp, defineComponent, h as vueH } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";
import { createLatchkey, type Latchkey, type State } from "../src/index.js";
import * as react from "../src/react.js";
import * as vue from "../src/vue.js";
import App from "./App.svelte";
import { janesLogin } from "./browser.js";

const ReactPage = () => h("p", null, `${react.useSession().status} ${react.useUser()?.name ?? "nobody"}`);
const VuePage = defineComponent(() => {
  const session = vue.useSession();
  const user = vue.useUser();
  return () => vueH("p", `${session.value.status} ${user.value?.name ?? "nobody"}`);
});

const frameworks: [string, (latchkey: Latchkey, session?: State) => string | Promise<string>][] = [
  [
    "React",
    (latchkey, session) => renderReact(h(react.LatchkeyProvider, { latchkey, session }, h(ReactPage))),
  ],
  ["Vue", (latchkey, session) => renderVue(createSSRApp(VuePage).use(vue.latchkeyPlugin(latchkey, session)))],
  ["Svelte", (latchkey, session) => renderSvelte(App, { props: { latchkey, session } }).body],
];
const text = (html: string) =>
  html
    .replace(/<button.*<\/button>/, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

afterEach(() => vi.unstubAllGlobals());

describe.each(frameworks)("a page rendered on a server by %s", (_, render) => {
  const jane = { status: "loggedIn", ...janesLogin } as State;

  it("shows who the request is from; nobody's login is left for the next", async () => {
    const fetch = vi.fn();
    vi.stubGlobal("fetch", fetch);
    const latchkey = createLatchkey({ baseUrl: "https://api.example" });
    expect(text(await render(latchkey, jane))).toBe("loggedIn Jane Doe");
    expect(text(await render(latchkey))).toBe("unknown nobody");
    expect(latchkey.state).toEqual({ status: "unknown" });
    expect(fetch).not.toHaveBeenCalled();
  });
  it("throws nothing where nothing was read", async () => {
    expect(text(await render(createLatchkey()))).toBe("unknown nobody");
  });
});
