import "@angular/compiler";
import { HttpErrorResponse, HttpRequest, HttpResponse } from "@angular/common/http";
import {
  createEnvironmentInjector,
  type EnvironmentInjector,
  type EnvironmentProviders,
  Injector,
  runInInjectionContext,
} from "@angular/core";
import { provideRouter, Router } from "@angular/router";
import { lastValueFrom, of, throwError } from "rxjs";
import { describe, expect, it } from "vitest";
import {
  injectLatchkey,
  injectSession,
  injectUser,
  latchkeyInterceptor,
  loginGuard,
  provideLatchkey,
} from "../src/angular.js";
import type { Latchkey, State } from "../src/index.js";
import { fakeLatchkey } from "../src/testing.js";
import { janesLogin, settled, Tab } from "./browser.js";

const jane = janesLogin.user;
function injectorOf(...providers: EnvironmentProviders[]): EnvironmentInjector {
  return createEnvironmentInjector(providers, Injector.NULL as EnvironmentInjector);
}
const within = <T>(latchkey: Latchkey, act: () => T) =>
  runInInjectionContext(injectorOf(provideLatchkey(latchkey)), act);

describe("signals", () => {
  it("show the state and follow it", async () => {
    const latchkey = fakeLatchkey({ user: jane });
    const [session, user, found] = within(
      latchkey,
      () => [injectSession(), injectUser(), injectLatchkey()] as const,
    );
    expect([session().status, user()?.name, found]).toEqual(["loggedIn", "Jane Doe", latchkey]);
    await latchkey.logout();
    expect([session().status, user()]).toEqual(["loggedOut", undefined]);
  });
  it("are one for all components, and stop with their injector", async () => {
    const latchkey = fakeLatchkey({ user: jane });
    const injector = injectorOf(provideLatchkey(latchkey));
    const [one, two] = [1, 2].map(() => runInInjectionContext(injector, () => injectSession()));
    expect(one).toBe(two);
    injector.destroy();
    await latchkey.logout();
    expect(one?.().status).toBe("loggedIn");
  });
  it("begin with what the server read, and on a server stay with it", () => {
    const session = { status: "loggedIn", ...janesLogin } as State;
    for (const latchkey of [new Tab().make(), new Tab().make({}, { window: null, document: null })]) {
      const injector = injectorOf(provideLatchkey(latchkey, session));
      expect(runInInjectionContext(injector, () => injectUser())()?.name).toBe("Jane Doe");
      latchkey.close();
    }
  });
});

describe("the interceptor", () => {
  const send = (latchkey: Latchkey, url: string, answer: HttpResponse<unknown> | HttpErrorResponse) => {
    let sent: HttpRequest<unknown> | undefined;
    const done = within(latchkey, () =>
      latchkeyInterceptor(new HttpRequest("GET", url), (request) => {
        sent = request;
        return answer instanceof HttpErrorResponse ? throwError(() => answer) : of(answer);
      }),
    );
    return { done: lastValueFrom(done), sent: () => sent };
  };

  it("makes the state follow a 401, and leaves the error to the caller", async () => {
    const latchkey = fakeLatchkey({ user: jane });
    latchkey.server.end("revoked");
    const error = new HttpErrorResponse({ status: 401, url: `${latchkey.api}/notes` });
    await expect(send(latchkey, "/api/notes", error).done).rejects.toBe(error);
    await settled();
    expect(latchkey.state).toMatchObject({ status: "loggedOut", reason: "revoked" });
  });
  it.each([0, 403, 500, 503])("takes a %i for no logout, and does not ask", async (status) => {
    const latchkey = fakeLatchkey({ user: jane });
    latchkey.server.end("revoked");
    const error = new HttpErrorResponse({ status, url: `${latchkey.api}/notes` });
    await expect(send(latchkey, "/api/notes", error).done).rejects.toBe(error);
    await settled();
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("sends the login's cookie to an API of another origin, and to nobody else", async () => {
    const latchkey = new Tab().make({ baseUrl: "https://api.example" });
    const answer = new HttpResponse({ status: 200 });
    const wants = async (url: string) => {
      const { done, sent } = send(latchkey, url, answer);
      await done;
      return sent()?.withCredentials;
    };
    expect([await wants("https://api.example/api/x"), await wants("https://elsewhere.example/x")]).toEqual([
      true,
      false,
    ]);
  });
});

describe("the guard of routes", () => {
  const enter = (latchkey: Latchkey) => {
    const injector = injectorOf(provideLatchkey(latchkey), provideRouter([]));
    const guard = loginGuard((next) => `/login?next=${next}`);
    return runInInjectionContext(injector, () => guard(undefined, { url: "/notes/1" }));
  };
  it("lets in whoever is logged in, and leads others to the login with the way back", async () => {
    expect(await enter(fakeLatchkey({ user: jane }))).toBe(true);
    expect(await enter(fakeLatchkey())).toBe("/login?next=/notes/1");
  });
  it("asks where nothing is known yet, and takes an outage for no logout", async () => {
    const latchkey = fakeLatchkey({ bootstrap: undefined });
    latchkey.server.goDown();
    expect(await enter(latchkey)).toBe(true);
  });
  it("is what Angular's router takes", () => {
    expect(Router).toBeDefined();
    const guards: import("@angular/router").CanActivateFn[] = [loginGuard(() => false)];
    expect(guards).toHaveLength(1);
  });
});
