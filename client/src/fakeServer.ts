import type { ErrorCode, Reason } from "./codes.js";
import type { Session, User } from "./state.js";

export interface FakeServerOptions<U extends User = User> {
  /** Who is logged in. Default: nobody. */
  readonly user?: U | undefined;
  /** Particulars of that login. */
  readonly session?: Partial<Session>;
  /** Who can log in: passwords by user. Default: everybody with the password `"right"`. */
  readonly accounts?: readonly { readonly user: U; readonly password: string }[];
  /** Default `"/api"`. */
  readonly apiPath?: string;
}

/** A Latchkey server in memory, for one browser: in the words of the real one, without its rules. */
export interface FakeServer<U extends User = User> {
  readonly apiPath: string;
  /** What a request is answered; `undefined` for what is none of Latchkey's routes. */
  answer(request: Request): Promise<Response | undefined>;
  /** The body of `getsession`. */
  session(): Record<string, unknown>;
  logIn(user: U, session?: Partial<Session>): void;
  /** Ends the login behind the page's back. Default `"revoked"`. */
  end(reason?: Reason): void;
  /** Whether the password has to be proven again for what is sensitive. */
  makeStale(): void;
  /** Answers everything below `apiPath` with 503, until `goDown(false)`. */
  goDown(isDown?: boolean): void;
}

const SENSITIVE = /^(DELETE \/sessions|POST \/password)/;

export function createFakeServer<U extends User = User>(options: FakeServerOptions<U> = {}): FakeServer<U> {
  const { apiPath = "/api" } = options;
  let login: { user: U; session: Session } | undefined;
  let reason: Reason = "none";
  let isDown = false;
  let count = 0;

  function logIn(user: U, session: Partial<Session> = {}): void {
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
    login = {
      user,
      session: {
        id: `s${++count}`,
        createdAt: at(0),
        authenticatedAt: at(0),
        expiresAt: at(24 * 7),
        idleExpiresAt: at(12),
        fresh: true,
        remembered: false,
        ...session,
      },
    };
  }

  function end(why: Reason = "revoked"): void {
    login = undefined;
    reason = why;
  }

  const session = () => (login ? { login: true, ...login } : { login: false, reason });

  function accountOf({ username, password }: Record<string, unknown>): U | undefined {
    if (options.accounts) {
      return options.accounts.find((each) => each.user.username === username && each.password === password)
        ?.user;
    }
    return password === "right"
      ? ({ id: `id-of-${username}`, username, name: username } as unknown as U)
      : undefined;
  }

  async function answer(request: Request): Promise<Response | undefined> {
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith(`${apiPath}/`)) return undefined;
    const route = `${request.method} ${pathname.slice(apiPath.length)}`;
    const text = await request.clone().text();
    const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
    return isDown ? refused(503, "store_unavailable") : answerTo(route, body);
  }

  function answerTo(route: string, body: Record<string, unknown>): Response | undefined {
    if (/^\w+ \/(data|sessions|reauthenticate|password)\b/.test(route)) {
      if (!login) return refused(401, reason === "none" ? "not_authenticated" : "session_ended", { reason });
      if (SENSITIVE.test(route) && !login.session.fresh) return refused(403, "reauthentication_required");
    }
    switch (route) {
      case "GET /getsession":
        return json(session());
      case "GET /getcsrf":
        return json({ csrfToken: "fake" });
      case "GET /register":
        return json({
          registration: "off",
          remember: true,
          password: { minimumLength: 15, maximumBytes: 1024 },
        });
      case "GET /data":
        return json({ name: login?.user.name, username: login?.user.username });
      case "POST /logout":
      case "GET /logout":
        end(login ? "logged_out" : reason);
        return json({ logout: true });
      case "GET /sessions":
        return json({ sessions: [own(login?.session)] });
      case "DELETE /sessions":
        return json({ ended: 0 });
      case "POST /login": {
        const user = accountOf(body);
        if (!user) return refused(401, "bad_credentials", { login: false });
        logIn(user, { remembered: body.remember === true });
        return json(session());
      }
      case "POST /reauthenticate":
      case "POST /password": {
        const password = body.password ?? body.current;
        if (!accountOf({ username: login?.user.username, password })) return refused(401, "bad_credentials");
        if (login) logIn(login.user, { ...login.session, fresh: true });
        return json(session());
      }
      default:
        return undefined;
    }
  }

  if (options.user) logIn(options.user, options.session);
  return {
    apiPath,
    answer,
    session,
    logIn,
    end,
    makeStale() {
      if (login) login = { ...login, session: { ...login.session, fresh: false } };
    },
    goDown(down = true) {
      isDown = down;
    },
  };
}

function own(session: Session | undefined) {
  return { ...session, lastSeenAt: session?.createdAt, device: "A test", network: "", current: true };
}

function json(body: unknown, status = 200, type = "application/json"): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": type } });
}

function refused(status: number, code: ErrorCode, more: Record<string, unknown> = {}): Response {
  return json(
    { type: "about:blank", title: code, status, code, ...more },
    status,
    "application/problem+json",
  );
}
