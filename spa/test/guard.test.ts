import { type LoggedOutBy, type Reason, reasons, type State } from "@latchkey/client";
import { describe, expect, it } from "vitest";
import { decide, isElsewhere, nextIn } from "../src/lib/guard.ts";
import { janesLogin } from "./jane.ts";

const loggedIn: State = { status: "loggedIn", user: janesLogin.user, session: janesLogin.session };
const loggedOut = (reason: Reason = "none", by: LoggedOutBy = "start") =>
  ({ status: "loggedOut", reason, by }) as const;
const outage = (last?: ReturnType<typeof loggedOut>): State => ({
  status: "unavailable",
  code: "unreachable",
  last,
});
const at = (pathname: string, next?: unknown, search = "") => ({ pathname, search, next });

describe("where a path leads", () => {
  it.each([
    ["logged in at / goes to the user page", loggedIn, at("/"), { go: "/user" }],
    ["logged in at /user stays", loggedIn, at("/user"), { show: "user" }],
    ["logged in at one's own name stays", loggedIn, at("/user/jane"), { show: "user" }],
    ["however it is spelled", loggedIn, at("/user/%4Aane"), { show: "user" }],
    ["nobody else's name shows one's own page", loggedIn, at("/user/jane.doe"), { show: "notFound" }],
    ["nor does what is below a name", loggedIn, at("/user/jane/x"), { show: "notFound" }],
    ["nor what is no name", loggedIn, at("/user/%zz"), { show: "notFound" }],
    ["/login is the login page too", loggedOut(), at("/login"), { show: "login" }],
    ["which whoever is logged in has no need of", loggedIn, at("/login"), { go: "/user" }],
    ["logged out at / sees the login form", loggedOut(), at("/"), { show: "login" }],
    ["logged out at /user goes to /", loggedOut(), at("/user"), { go: "/", next: "/user" }],
    [
      "and comes back to where it was going",
      loggedOut(),
      at("/user/jane.doe", undefined, "?tab=2"),
      { go: "/", next: "/user/jane.doe?tab=2" },
    ],
    [
      "whoever logged out here is not sent back",
      loggedOut("logged_out", "thisTab"),
      at("/user/x"),
      { go: "/" },
    ],
    ["nor in another tab", loggedOut("logged_out", "otherTab"), at("/user/x"), { go: "/" }],
    ["not knowing yet shows neither page", { status: "unknown" }, at("/user"), { show: "waiting" }],
    ["nor the login form", { status: "unknown" }, at("/"), { show: "waiting" }],
    ["an outage from the start is no login form", outage(), at("/"), { show: "outage" }],
    ["nor a logout", outage(), at("/user"), { show: "outage" }],
    ["an outage later keeps the login form", outage(loggedOut()), at("/"), { show: "login" }],
    ["logged in at /sessions stays", loggedIn, at("/sessions"), { show: "sessions" }],
    ["logged in at /password stays", loggedIn, at("/password"), { show: "password" }],
    ["logged out they go home, and come back", loggedOut(), at("/sessions"), { go: "/", next: "/sessions" }],
    ["anybody logged out may register", loggedOut(), at("/register"), { show: "register" }],
    ["whoever is logged in has no need to", loggedIn, at("/register"), { go: "/user" }],
    ["another path is not found", loggedIn, at("/users"), { show: "notFound" }],
    ["for anybody", { status: "unknown" }, at("/nowhere"), { show: "notFound" }],
  ] as const)("%s", (_, state, place, decision) => {
    expect(decide(state as State, place)).toEqual(decision);
  });

  it.each([
    ["logged in at its front goes to the user page", loggedIn, "/login-app/", { go: "/login-app/user" }],
    ["with and without the slash", loggedIn, "/login-app", { go: "/login-app/user" }],
    ["logged out at its front sees the login form", loggedOut(), "/login-app/login", { show: "login" }],
    [
      "and goes there from its pages",
      loggedOut(),
      "/login-app/user/jane",
      {
        go: "/login-app/",
        next: "/login-app/user/jane",
      },
    ],
    ["logged in at one's own name stays", loggedIn, "/login-app/user/jane", { show: "user" }],
    ["what is outside is none of its pages", loggedIn, "/user", { show: "notFound" }],
    ["nor what only begins like it", loggedIn, "/login-apps/user", { show: "notFound" }],
  ] as const)("below a path: %s", (_, state, pathname, decision) => {
    expect(decide(state as State, { ...at(pathname), base: "/login-app" })).toEqual(decision);
  });

  it.each([
    ["/user", "/user"],
    ["/reports/1?x=2", "/reports/1?x=2"],
    ["/login-app/password", "/login-app/password"],
    ["/login-app/", "/login-app/user"],
    ["/api/logout", "/login-app/user"],
    ["//evil.example/", "/login-app/user"],
  ])("below a path a login that was on the way to %s goes to %s", (next, go) => {
    expect(decide(loggedIn, { ...at("/login-app/login", next), base: "/login-app" })).toEqual({ go });
    expect(isElsewhere(go, "/login-app")).toBe(!go.startsWith("/login-app/"));
  });

  it("an outage on the user page keeps the user page", () => {
    expect(decide({ status: "unavailable", code: "busy", last: loggedIn }, at("/user"))).toEqual({
      show: "user",
    });
  });

  it.each(reasons)("a login that ended as %s leads home", (reason) => {
    expect(decide(loggedOut(reason, "server"), at("/user"))).toMatchObject({ go: "/" });
  });
});

describe("next", () => {
  it.each([
    "/user/jane.doe",
    "/user?tab=2",
    "/user#top",
    "/sessions",
    "/password",
    "/reports/x?y=1&z=2",
    "/users",
  ])("%s is followed after a login", (next) => {
    expect(decide(loggedIn, at("/", next))).toEqual({ go: next });
  });
  it.each([
    "//evil",
    "/\\evil",
    "/%2fevil",
    "https://evil",
    "javascript:alert(1)",
    "/",
    "/api/logout",
    "/API/logout",
    "/%61pi/logout",
    "/user/../api/logout",
    "/login",
    "/.well-known/change-password",
    "/register",
    7,
    null,
  ])("%s leads to the user page instead", (next) => {
    expect(decide(loggedIn, at("/", next))).toEqual({ go: "/user" });
  });
  it.each([
    ["?next=/reports/x?y=1&z=2", "/reports/x?y=1&z=2"],
    ["?next=%2Freports%2Fx%3Fy%3D1%26z%3D2", "/reports/x?y=1&z=2"],
    ["?lang=de&next=%2Fuser", "/user"],
    ["?next=https://evil.example/", "https://evil.example/"],
    ["?lang=de", undefined],
    ["", undefined],
  ])("in the query %s is %s, as proxies and as programs write it", (search, next) => {
    expect(nextIn(search)).toBe(next);
  });
  it("a login that was on the way nowhere leads home, where the site has one of its own", () => {
    expect(decide(loggedIn, { ...at("/login"), home: "/shop" })).toEqual({ go: "/shop" });
    expect(decide(loggedIn, { ...at("/login", "/sessions"), home: "/shop" })).toEqual({ go: "/sessions" });
  });
  it("what is elsewhere and sends back here is not gone to again", () => {
    expect(decide(loggedIn, { ...at("/login", "/reports/x"), returned: true })).toEqual({ go: "/user" });
    expect(decide(loggedIn, { ...at("/login", "/sessions"), returned: true })).toEqual({ go: "/sessions" });
  });
  it.each([
    ["/reports/x", true],
    ["/shop?x=1", true],
    ["/user?tab=2", false],
    ["/", false],
  ])("%s is elsewhere: %s", (path, elsewhere) => {
    expect(isElsewhere(path)).toBe(elsewhere);
  });
});
