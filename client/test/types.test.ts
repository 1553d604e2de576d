import { describe, expectTypeOf, it } from "vitest";
import type * as angular from "../src/angular.js";
import {
  createLatchkey,
  type ErrorCode,
  type Latchkey,
  type LatchkeyError,
  type LatchkeyOptions,
  type LoggedIn,
  lastKnown,
  problem,
  type State,
  type User,
} from "../src/index.js";
import type * as react from "../src/react.js";
import { readSession } from "../src/server.js";
import type * as svelte from "../src/svelte.js";
import { fakeLatchkey } from "../src/testing.js";
import type * as vue from "../src/vue.js";

// What the compiler must say of an app: these run when types are checked.

interface AppUser extends User {
  readonly roles: readonly string[];
}

describe("types", () => {
  it("a user has the fields that the app's server adds, wherever one is found", () => {
    const latchkey = createLatchkey<AppUser>();
    expectTypeOf(latchkey).toEqualTypeOf<Latchkey<AppUser>>();
    expectTypeOf(latchkey.login).returns.resolves.toEqualTypeOf<LoggedIn<AppUser>>();
    const { state } = latchkey;
    if (state.status === "loggedIn") expectTypeOf(state.user.roles).toEqualTypeOf<readonly string[]>();
    if (state.status === "unavailable") expectTypeOf(lastKnown(state)).toEqualTypeOf(state.last);
    latchkey.onUserChange((user) => expectTypeOf(user).toEqualTypeOf<AppUser | undefined>());
    expectTypeOf<ReturnType<typeof react.useUser<AppUser>>>().toEqualTypeOf<AppUser | undefined>();
    expectTypeOf<ReturnType<typeof vue.useUser<AppUser>>["value"]>().toEqualTypeOf<AppUser | undefined>();
    expectTypeOf<ReturnType<ReturnType<typeof angular.injectUser<AppUser>>>>().toEqualTypeOf<
      AppUser | undefined
    >();
    expectTypeOf<ReturnType<typeof svelte.useSession<AppUser>>["current"]>().toEqualTypeOf<State<AppUser>>();
    expectTypeOf(fakeLatchkey<AppUser>()).toExtend<Latchkey<AppUser>>();
  });
  it("a state narrows by its status, and a forgotten one does not compile", () => {
    const told = (state: State): string => {
      switch (state.status) {
        case "unknown":
          return "";
        case "loggedIn":
          return state.user.name;
        case "loggedOut":
          return state.reason;
        case "unavailable":
          return state.code;
        default:
          return state satisfies never;
      }
    };
    expectTypeOf(told).returns.toBeString();
    // @ts-expect-error a state has no user before it is known to be a login
    (state: State) => state.user;
  });
  it("fetch stands wherever the browser's does", () => {
    const own: typeof fetch = createLatchkey().fetch;
    expectTypeOf(own).toBeFunction();
    expectTypeOf(createLatchkey().json<string[]>).returns.resolves.toEqualTypeOf<string[]>();
  });
  it("what serves tests of the client alone is no option of an app", () => {
    expectTypeOf<keyof LatchkeyOptions>().toEqualTypeOf<
      | "apiPath"
      | "baseUrl"
      | "bootstrap"
      | "credentials"
      | "fetch"
      | "reauthenticate"
      | "replay"
      | "timeout"
      | "warnBefore"
    >();
  });
  it("a refusal that another library got is read with problem()", () => {
    expectTypeOf(problem).returns.toEqualTypeOf<LatchkeyError>();
    expectTypeOf<"session_expired">().toExtend<ErrorCode>();
  });
  it("what a server read narrows by login, and is a state", () => {
    expectTypeOf(readSession<AppUser>).returns.resolves.toExtend<State<AppUser>>();
    type Read = Awaited<ReturnType<typeof readSession<AppUser>>>;
    expectTypeOf<Extract<Read, { login: true }>["user"]>().toEqualTypeOf<AppUser>();
  });
});
