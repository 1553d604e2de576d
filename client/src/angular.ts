import type { HttpInterceptorFn } from "@angular/common/http";
import {
  computed,
  DestroyRef,
  type EnvironmentProviders,
  InjectionToken,
  Injector,
  inject,
  makeEnvironmentProviders,
  runInInjectionContext,
  type Signal,
  signal,
} from "@angular/core";
import { tap } from "rxjs";
import type { Heard, Latchkey } from "./api.js";
import { userOf } from "./ending.js";
import { mayEnter } from "./entering.js";
import { followed } from "./following.js";
import type { State, User } from "./state.js";

// Functions only: nothing here needs Angular's compiler.

const LATCHKEY = new InjectionToken<Latchkey>("Latchkey");
const SESSION = new InjectionToken<Signal<State>>("Latchkey's session");

/** For the providers of the app. `session` is what `readSession` told where the page was rendered on a server. */
export function provideLatchkey<U extends User>(
  latchkey: Latchkey<U>,
  session?: State<U>,
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: LATCHKEY, useValue: latchkey },
    {
      provide: SESSION,
      useFactory: () => {
        if (session) latchkey.hydrate(session);
        // On a server the client knows nobody; what was read for this one request is this injector's alone.
        const known = signal<State>(
          latchkey.state.status === "unknown" && session ? session : latchkey.state,
        );
        inject(DestroyRef).onDestroy(latchkey.subscribe(followed((state) => known.set(state))));
        return known.asReadonly();
      },
    },
  ]);
}

export function injectLatchkey<U extends User = User>(): Latchkey<U> {
  return inject(LATCHKEY) as unknown as Latchkey<U>;
}

/** What is known of the login. */
export function injectSession<U extends User = User>(): Signal<State<U>> {
  return inject(SESSION) as Signal<State<U>>;
}

/** Who is logged in, behind an outage as well. */
export function injectUser<U extends User = User>(): Signal<U | undefined> {
  const session = injectSession<U>();
  return computed(() => userOf(session()));
}

/**
 * For `provideHttpClient(withInterceptors([latchkeyInterceptor]))`: requests to the API take the login's cookie with
 * them where it is another origin, and the state follows a 401.
 */
export const latchkeyInterceptor: HttpInterceptorFn = (request, next) => {
  const latchkey = inject(LATCHKEY);
  const { origin } = new URL(latchkey.api);
  const isFar = /^https?:/.test(request.url) && new URL(request.url).origin === origin;
  const hear = (answer: Partial<Heard>) => {
    const { status, headers, url } = answer;
    if (status) void latchkey.hear({ status, headers, url: url ?? request.url });
  };
  return next(isFar ? request.clone({ withCredentials: true }) : request).pipe(
    tap({ next: (event) => hear(event as Partial<Heard>), error: hear }),
  );
};

/**
 * For `canActivate`: leads whoever is not logged in to where `toLogin` says, with the way back. An outage keeps nobody
 * out. `loginGuard((next) => inject(Router).createUrlTree(["/login"], { queryParams: { next } }))`
 */
export function loginGuard<To>(toLogin: (next: string) => To) {
  return async (_route: unknown, { url }: { readonly url: string }): Promise<true | To> => {
    const injector = inject(Injector);
    return (await mayEnter(inject(LATCHKEY))) || runInInjectionContext(injector, () => toLogin(url));
  };
}
