import { describe, expect, it } from "vitest";
import type { CookieLossCause, LatchkeyOptions, LoggedOut } from "../src/index.js";
import "../src/cookieLoss.js"; // loaded beforehand, so that nobody here waits for a file
import { janesLogin, json, noLogin, problem, settled, Tab } from "./browser.js";

const jane = { username: "jane", password: "correct horse" };

/** A page whose browser does not keep the cookie of the login it just made. */
async function cookieless(href: string, options: LatchkeyOptions = {}, page: object = {}, tab = new Tab()) {
  Object.assign(tab.window, page);
  tab.window.location.href = href;
  tab
    .answer("POST /api/login", () => json(janesLogin))
    .answer("GET /api/data", () => problem(401, "not_authenticated", { reason: "none" }));
  const latchkey = tab.open({ bootstrap: noLogin("none"), ...options });
  await latchkey.login(jane);
  await latchkey.fetch("/api/data");
  await settled();
  return { tab, loss: (latchkey.state as LoggedOut).loss, latchkey };
}

describe("the cause of a cookie that was not kept", () => {
  const api = (baseUrl: string, more: LatchkeyOptions = {}) => ({ baseUrl, ...more });
  it.each<[CookieLossCause, string, LatchkeyOptions, object]>([
    ["cookies_disabled", "https://app.example/", {}, { navigator: { cookieEnabled: false } }],
    ["credentials_omitted", "https://app.example/", { credentials: "omit" }, {}],
    [
      "credentials_omitted",
      "https://app.example.com/",
      api("https://api.example.com", { credentials: "same-origin" }),
      {},
    ],
    ["loopback_names_differ", "http://localhost:8080/", api("http://127.0.0.1:5000"), {}],
    ["loopback_names_differ", "http://[::1]:8080/", api("http://localhost:5000"), {}],
    ["insecure_page", "http://app.example/", {}, { isSecureContext: false }],
    ["cookie_stays_on_site", "https://app.one.com/", api("https://api.two.com"), {}],
    ["cookie_stays_on_site", "https://app.example.com/", api("http://api.example.com"), {}],
    ["cookie_removed", "https://app.example.com/", api("https://api.example.com"), {}],
    ["cookie_removed", "http://localhost:8080/", api("http://localhost:5000"), { isSecureContext: true }],
  ])("%s at %s", async (cause, href, options, page) => {
    const { loss } = await cookieless(href, options, page);
    expect(loss).toEqual({ code: "cookie_not_stored", cause });
  });
});

describe("the server's diagnostics", () => {
  const symptom = {
    cause: "proxy_not_trusted",
    detail: "a proxy at 10.0.0.5 says who the client is",
    cure: "write trusted-proxies = 10.0.0.5",
  };
  it("where they are on, give cause, detail and cure", async () => {
    const tab = new Tab().answer("GET /api/diagnostics", () => json({ symptoms: [symptom] }));
    const { loss } = await cookieless("https://app.example.com/", {}, {}, tab);
    expect(loss).toEqual({ code: "cookie_not_stored", ...symptom });
  });
  it.each([
    ["off", () => problem(404, "not_found")],
    ["out of reach", () => new TypeError("failed to fetch")],
    ["without a finding", () => json({ symptoms: [] })],
    ["of a newer server", () => json({ symptoms: [{ cause: "eaten_by_dog", detail: "", cure: "" }] })],
  ])("%s leave the page's own guess", async (_, answer) => {
    const tab = new Tab().answer("GET /api/diagnostics", answer);
    const { loss } = await cookieless("https://app.example.com/", {}, {}, tab);
    expect(loss).toEqual({ code: "cookie_not_stored", cause: "cookie_removed" });
  });
  it("are not asked for what the page knows for certain", async () => {
    const { tab } = await cookieless("http://localhost:8080/", { baseUrl: "http://127.0.0.1:5000" });
    expect(tab.asked("/api/diagnostics")).toBe(0);
  });
  it("come too late to undo a login made meanwhile", async () => {
    let arrive: (response: Response) => void = () => {};
    const slow = new Promise<Response>((resolve) => {
      arrive = resolve;
    });
    const tab = new Tab().answer("GET /api/diagnostics", () => slow);
    const { latchkey } = await cookieless("https://app.example.com/", {}, {}, tab);
    await latchkey.login(jane);
    arrive(json({ symptoms: [symptom] }));
    await settled();
    expect(latchkey.state.status).toBe("loggedIn");
  });
});

it("a logout says nothing of cookies", async () => {
  const tab = new Tab().answer("POST /api/logout", () => json({ logout: true }));
  const latchkey = tab.open({ bootstrap: janesLogin });
  await latchkey.logout();
  expect(latchkey.state).not.toHaveProperty("loss");
});

it("a login refused even with a token just fetched has no cookie to go with it", async () => {
  const tab = new Tab()
    .answer("GET /api/getcsrf", () => json({ csrfToken: "new" }))
    .answer("POST /api/login", () => problem(403, "csrf_token_invalid"));
  tab.csrfMeta = "old";
  const latchkey = tab.open({ bootstrap: noLogin("none") });
  await expect(latchkey.login(jane)).rejects.toMatchObject({ code: "cookie_not_stored", status: 403 });
  await settled();
  expect(latchkey.state).toMatchObject({ by: "cookieNotStored", loss: { code: "cookie_not_stored" } });
});
