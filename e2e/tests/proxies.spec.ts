import { randomBytes } from "node:crypto";
import { createServer, type Server as HttpServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { selfSigned } from "../support/certificate.ts";
import { live } from "../support/doctor.ts";
import { forRelease } from "../support/projects.ts";
import { type Program, type ProxyOptions, ReverseProxy } from "../support/proxies.ts";
import { Server } from "../support/server.ts";
import { type Answer, type Ask, ask, cookieHeader, listen } from "../support/wire.ts";

const json = { "Content-Type": "application/json" };
const tls = selfSigned("app.example.com");

/** A proxy with a server behind it, for the tests of one block. */
function behind(program: Program, options: ProxyOptions = {}, flags: string[] = []) {
  const site = {} as { proxy: ReverseProxy; server: Server };
  test.beforeAll(async () => {
    site.proxy = await ReverseProxy.reserve(program, options);
    site.server = await Server.start({ flags: [...site.proxy.serverFlags, ...flags] });
    await site.proxy.start(site.server.port);
  });
  test.afterAll(async () => {
    await site.proxy?.stop();
    await site.server?.remove();
  });
  return {
    site,
    get: (path: string, options: Ask = {}) => ask(site.proxy.origin + path, options),
    logIn: () => logIn(site.proxy.origin, site.server),
  };
}

async function logIn(origin: string, { username, password }: Server): Promise<Answer> {
  const answer = await ask(`${origin}/api/login`, {
    method: "POST",
    headers: { ...json, Origin: origin },
    body: JSON.stringify({ username, password }),
  });
  expect(answer.status, answer.body).toBe(200);
  return answer;
}

/** What the server saw of a request: who it says the client was, by which scheme and host. */
const seen = (answer: Answer) => JSON.parse(answer.body) as Record<string, unknown>;

for (const program of ["nginx", "caddy", "haproxy"] satisfies Program[]) {
  for (const certificate of [undefined, tls]) {
    // For every change each proxy is met once, where it has the most to say: it decrypts.
    const when = certificate ? {} : { tag: forRelease };
    test.describe(`behind ${program} ${certificate ? "with" : "without"} TLS`, when, () => {
      const { site, get, logIn } = behind(program, certificate ? { tls: certificate } : {}, [
        "--diagnostics=on",
      ]);

      test("a person logs in, and the cookie is the one of the public origin", async () => {
        const login = await logIn();
        const session = login.setCookies.find((line) => /^(__Host-)?latchkey=/.test(line));
        expect(session).toMatch(
          certificate
            ? /^__Host-latchkey=[\w-]{45}; Path=\/; HttpOnly; SameSite=Lax; Secure$/
            : /^latchkey=[\w-]{45}; Path=\/; HttpOnly; SameSite=Lax$/,
        );
        const cookie = { Cookie: cookieHeader(login) };
        const data = await get("/api/data", { headers: cookie });
        expect(JSON.parse(data.body)).toEqual({ username: site.server.username, name: "Demo User" });
        const logout = await get("/api/logout", { method: "POST", headers: cookie });
        expect(logout.setCookies).toContainEqual(
          expect.stringMatching(
            /^(__Host-)?latchkey=; Path=\/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly/,
          ),
        );
        expect((await get("/api/data", { headers: cookie })).status).toBe(401);
      });

      test("an event stream passes as it comes, and ends with its session", async () => {
        const cookie = { Cookie: cookieHeader(await logIn()) };
        const stream = await listen(`${site.proxy.origin}/api/events`, cookie);
        expect(stream.status).toBe(200);
        await expect.poll(() => stream.heard()).toBe(":\n\n");
        await get("/api/logout", { method: "POST", headers: cookie });
        await expect.poll(() => stream.heard()).toContain('event: ended\ndata: {"reason":"logged_out"}\n\n');
        stream.close();
      });

      test("what a client claims to be is not believed", async () => {
        const claims: Record<string, string>[] = [
          { "X-Forwarded-For": "203.0.113.9" },
          { "X-Forwarded-For": "203.0.113.9, 127.0.0.1" },
          { X_Forwarded_For: "203.0.113.9" },
          { "X-Real-IP": "203.0.113.9" },
          { Forwarded: "for=203.0.113.9;proto=http;host=evil.example" },
          { "X-Forwarded-Host": "evil.example" },
          { "X-Forwarded-Proto": certificate ? "http" : "https" },
        ];
        const honest = seen(await get("/api/diagnostics"));
        for (const claim of claims) {
          const answer = await get("/api/diagnostics", { headers: claim });
          expect(seen(answer), JSON.stringify(claim)).toEqual(honest);
          expect(answer.body, JSON.stringify(claim)).not.toContain("203.0.113.9");
        }
      });

      test("a client cannot have the proxy's word dropped on the way", async () => {
        for (const connection of ["X-Forwarded-For", "close, X-Forwarded-Proto, X-Forwarded-Host"]) {
          const answer = await get("/api/diagnostics", {
            headers: { Connection: connection, "X-Forwarded-For": "203.0.113.9" },
          });
          expect(answer.body).not.toContain("203.0.113.9");
          // Either the proxy keeps its word and the answer is right, or the server trusts nothing and refuses.
          expect([200, 421]).toContain(
            (await get("/api/getsession", { headers: { Connection: connection } })).status,
          );
        }
      });

      test("a host that is not ours is refused", async () => {
        for (const host of ["evil.example", `${site.proxy.host}.evil.example`]) {
          const answer = await get("/api/getsession", { headers: { Host: host } });
          // Caddy knows its sites by name and answers others with an empty 200; the API is not reached.
          expect(answer.status === 421 || answer.body === "", `${host}: ${answer.status}`).toBe(true);
        }
      });

      test("another site cannot act", async () => {
        const cookie = { Cookie: cookieHeader(await logIn()) };
        for (const claim of [{ Origin: "https://evil.example" }, { "Sec-Fetch-Site": "cross-site" }]) {
          const answer = await get("/api/logout", { method: "POST", headers: { ...cookie, ...claim } });
          expect(answer.status).toBe(403);
          expect(JSON.parse(answer.body).code).toBe("origin_rejected");
        }
        expect((await get("/api/data", { headers: cookie })).status).toBe(200);
      });

      test("every client-side route gets the page, with the headers that the server's own page has", async () => {
        // The server renders this page itself where it is asked for it as the proxy would.
        const own = await ask(`${site.server.origin}/`, {
          headers: {
            Host: new URL(site.proxy.origin).host,
            "X-Forwarded-Proto": certificate ? "https" : "http",
          },
        });
        const policy = own.header("content-security-policy")?.replaceAll(/ 'nonce-[^']+'/g, "");
        for (const path of ["/", "/user", "/user/jane.doe", "/apiary"]) {
          const page = await get(path);
          expect(page.status, path).toBe(200);
          expect(page.body, path).toContain('<div id="app">');
          expect(page.header("cache-control")).toBe("no-cache");
          expect(page.header("x-content-type-options")).toBe("nosniff");
          expect(page.header("referrer-policy")).toBe("same-origin");
          expect(page.header("cross-origin-opener-policy")).toBe("same-origin");
          expect(page.header("content-security-policy")).toBe(policy);
          expect(page.header("strict-transport-security")).toBe(
            certificate ? "max-age=31536000; includeSubDomains" : undefined,
          );
        }
      });

      test("hashed files are kept for a year, precompressed; what is not there is 404", async () => {
        const script = /src="(\/assets\/[^"]+)"/.exec((await get("/")).body)?.[1] ?? "";
        const file = await get(script, { headers: { "Accept-Encoding": "gzip" } });
        expect(file.header("cache-control")).toBe("public, max-age=31536000, immutable");
        expect(file.header("content-encoding")).toBe("gzip");
        for (const path of ["/assets/none.js", "/static/none.svg", "/.vite/manifest.json"]) {
          const missing = await get(path);
          expect(missing.status, path).toBe(404);
          expect(missing.header("cache-control") ?? "", path).not.toContain("immutable");
        }
      });

      test("nothing below /api gets the page, however it is spelled", async () => {
        for (const path of ["/api", "/api/", "/api/none", "/api/login/", "/api/.x"]) {
          const answer = await get(path);
          expect(answer.status, path).toBe(404);
          expect(answer.header("content-type"), path).toBe("application/problem+json");
        }
      });

      if (certificate) {
        test("http is sent to https", async () => {
          const answer = await ask(`http://${site.proxy.host}:${site.proxy.redirectPort}/user?a=b`);
          expect(answer.status).toBe(308);
          expect(answer.header("location")).toMatch(/^https:\/\/app\.example\.com(:\d+)?\/user\?a=b$/);
        });
      }
    });
  }
}

/** A backend that knows nothing of Latchkey: it tells what it was told. */
class Naive {
  #server: HttpServer | undefined;
  requests: { method: string; headers: IncomingHttpHeaders }[] = [];

  async start(): Promise<number> {
    this.#server = createServer((request, response) => {
      this.requests.push({ method: request.method ?? "", headers: request.headers });
      const status = /\/status\/(\d+)$/.exec(request.url ?? "")?.[1];
      if (status) response.writeHead(Number(status)).end("the backend's own");
      else response.end(JSON.stringify(request.headers));
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => this.#server?.once("listening", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server?.closeAllConnections();
    this.#server?.close();
  }
}

for (const [program, file] of [
  ["nginx", "nginx-auth-request.conf"],
  ["caddy", "Caddyfile-forward-auth"],
] satisfies [Program, string][]) {
  test.describe(`${program} protects a backend that knows nothing of Latchkey`, () => {
    const backend = new Naive();
    let proxy: ReverseProxy;
    let server: Server;
    let cookie: { Cookie: string };

    test.beforeAll(async () => {
      const port = await backend.start();
      proxy = await ReverseProxy.reserve(program, {
        file,
        replace: { "127.0.0.1:9000": `127.0.0.1:${port}` },
      });
      server = await Server.start({ flags: proxy.serverFlags });
      await proxy.start(server.port);
      cookie = { Cookie: cookieHeader(await logIn(proxy.origin, server)) };
    });

    test.beforeEach(() => {
      backend.requests = [];
    });

    test.afterAll(async () => {
      await proxy?.stop();
      await server?.remove();
      backend.stop();
    });

    const get = (path: string, options: Ask = {}) => ask(proxy.origin + path, options);

    test("it hears who is logged in, and never the cookie", async () => {
      const answer = await get("/reports/1", { headers: cookie });
      expect(answer.status, answer.body + proxy.output + server.output).toBe(200);
      const [heard] = backend.requests;
      expect(heard?.headers["latchkey-user"]).toBe(server.username);
      expect(heard?.headers["latchkey-user-id"]).toMatch(/^[\w-]{22}$/);
      expect(heard?.headers["latchkey-session"]).toMatch(/^[\w-]{22}$/);
      expect(heard?.headers.cookie).toBeUndefined();
    });

    test("it never hears what a client claims", async () => {
      const claims = {
        "Latchkey-User": "admin",
        "Latchkey-User-Id": "admin",
        "latchkey-session": "admin",
        Latchkey_User: "admin",
        "Latchkey-Roles": "admin",
        "Latchkey-Authenticated-At": "admin",
        "X-Forwarded-For": "203.0.113.9",
      };
      await get("/reports/1", { headers: { ...cookie, ...claims } });
      await get("/reports/1", { headers: claims });
      expect(backend.requests).toHaveLength(1);
      expect(backend.requests[0]?.headers["latchkey-user"]).toBe(server.username);
      expect(JSON.stringify(backend.requests[0]?.headers)).not.toMatch(/admin|203\.0\.113\.9/);
    });

    test("it is not reached by anybody who is not logged in", async () => {
      const answer = await get("/reports/1");
      expect(answer.status).toBe(401);
      const forged = await get("/reports/1", {
        headers: { Cookie: `latchkey=${randomBytes(32).toString("base64url")}` },
      });
      expect(forged.status).toBe(401);
      expect(backend.requests).toEqual([]);
    });

    test("a person who opens its page without being logged in is shown the login", async () => {
      const answer = await get("/reports/1?a=b&c=d", {
        headers: { "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Sec-Fetch-Site": "none" },
      });
      expect(answer.status).toBe(303);
      expect(answer.header("location")).toMatch(
        /^(http:\/\/[^/]+)?\/login\?next=%2Freports%2F1%3Fa%3Db%26c%3Dd$/,
      );
      expect(backend.requests).toEqual([]);
    });

    /** What Latchkey itself says, but for its sentences. */
    const own = async (headers: Record<string, string>) => {
      const answer = await ask(`${server.origin}/api/verify`, {
        headers: { Host: new URL(proxy.origin).host, ...headers },
      });
      const { detail: _, title: __, ...words } = JSON.parse(answer.body);
      return words;
    };

    test("a script without a login is told in Latchkey's own words, with the reason", async () => {
      const dead = cookieHeader(await logIn(proxy.origin, server));
      await get("/api/logout", { method: "POST", headers: { Cookie: dead } });
      for (const headers of [{}, { Cookie: dead }, { Cookie: `latchkey=${"x".repeat(45)}` }]) {
        const answer = await get("/reports/1", { headers });
        expect([answer.status, answer.header("content-type")]).toEqual([401, "application/problem+json"]);
        expect(answer.header("cache-control")).toBe("no-store");
        expect(JSON.parse(answer.body)).toMatchObject(await own(headers));
      }
    });

    test("so is one of another site", async () => {
      const headers = { ...cookie, Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" };
      const answer = await get("/reports/1", { method: "POST", headers });
      expect([answer.status, answer.header("content-type")]).toEqual([403, "application/problem+json"]);
      expect(JSON.parse(answer.body)).toMatchObject(await own({ ...headers, Upgrade: "websocket" }));
    });

    test("what the backend itself answers passes as it is", async () => {
      for (const status of [401, 403, 500]) {
        const answer = await get(`/reports/status/${status}`, { headers: cookie });
        expect([answer.status, answer.body]).toEqual([status, "the backend's own"]);
      }
    });

    test("an unsafe request of its own page reaches it, one of another site does not", async () => {
      const post = (headers: Record<string, string>) =>
        get("/reports/1", { method: "POST", headers: { ...cookie, ...headers }, body: "a=b" });
      expect((await post({ Origin: proxy.origin, "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
      expect(backend.requests.map(({ method }) => method)).toEqual(["POST"]);
      for (const headers of [
        { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
        { Origin: "https://evil.example" },
        { Origin: "https://evil.example", "X-Original-Method": "GET", "X-Forwarded-Method": "GET" },
      ]) {
        expect((await post(headers)).status, JSON.stringify(headers)).toBe(403);
      }
      expect(backend.requests).toHaveLength(1);
    });

    test("a WebSocket of another site's page does not reach it", async () => {
      const handshake = {
        ...cookie,
        Connection: "Upgrade",
        Upgrade: "websocket",
        "Sec-WebSocket-Version": "13",
      };
      for (const origin of ["https://evil.example", "null"]) {
        const answer = await get("/reports/1", { headers: { ...handshake, Origin: origin } });
        expect(answer.status, origin).toBe(403);
      }
      expect(backend.requests).toEqual([]);
    });

    test("the app and the API are there as before", async () => {
      expect((await get("/")).body).toContain('<div id="app">');
      expect((await get("/api/data", { headers: cookie })).status).toBe(200);
    });

    test("an outage of Latchkey's is one, and no logout", async () => {
      await server.stop();
      const answer = await get("/reports/1", { headers: cookie });
      await server.start();
      expect(answer.status).toBe(program === "nginx" ? 503 : 502);
      if (program === "nginx") expect(JSON.parse(answer.body)).toMatchObject({ code: "store_unavailable" });
      expect((await get("/reports/1", { headers: cookie })).status).toBe(200);
    });
  });
}

test.describe("behind nginx as it comes, which speaks HTTP/1.0 to what is behind it", () => {
  const { site, get, logIn } = behind("nginx", {
    replace: { '    proxy_http_version 1.1;\n    proxy_set_header Connection "";\n': "" },
  });

  test("every request is answered, and the doctor finds nothing", async () => {
    const cookie = { Cookie: cookieHeader(await logIn()) };
    for (let i = 0; i < 100; i++) {
      expect((await get("/api/data", { headers: cookie })).status).toBe(200);
    }
    const diagnosis = await live(site.proxy.origin);
    expect(diagnosis.failure).toBeUndefined();
    expect(diagnosis.verdict).toBe("healthy");
  });
});

test.describe("behind a cache that was set up without a thought", () => {
  const { site, get, logIn } = behind("nginx", {
    file: "nginx.conf",
    replace: {
      // Every answer that does not forbid it is kept, by its address alone.
      "upstream latchkey {": "proxy_cache_path cache keys_zone=naive:1m;\nupstream latchkey {",
      "    location /api/ {":
        '    location /api/ {\n        proxy_cache naive;\n        proxy_cache_key "$request_uri";\n        proxy_cache_methods GET HEAD;\n        proxy_cache_valid any 10m;\n        add_header X-Cache $upstream_cache_status always;',
    },
  });

  test("nobody ever gets another's cookie or body, on any route and status", async () => {
    const jane = await logIn();
    const cookie = { Cookie: cookieHeader(jane) };
    await site.server.command(["user", "add", "bob", "--name", "Bob"], "a long password of Bob's\n");
    const bob = await ask(`${site.proxy.origin}/api/login`, {
      method: "POST",
      headers: json,
      body: JSON.stringify({ username: "bob", password: "a long password of Bob's" }),
    });
    expect(bob.status).toBe(200);
    const people = [cookie, { Cookie: cookieHeader(bob) }, {}];
    const secrets = [jane, bob].flatMap((login) =>
      cookieHeader(login)
        .split("; ")
        .map((cookie) => cookie.slice(cookie.indexOf("=") + 1)),
    );
    expect(secrets.length).toBeGreaterThan(1);
    const routes: [string, string][] = [
      ["GET", "/api/getsession"],
      ["GET", "/api/data"],
      ["GET", "/api/getcsrf"],
      ["GET", "/api/verify"],
      ["GET", "/api/sessions"],
      ["GET", "/api/none"],
      ["GET", "/api/login"],
      ["GET", "/api/logout"],
      ["HEAD", "/api/data"],
    ];
    for (const [method, path] of routes) {
      const direct: string[] = [];
      for (const headers of people) {
        for (let again = 0; again < 2; again++) {
          const answer = await get(path, { method, headers });
          // It is not kept at all: each time the server itself was asked.
          expect(answer.header("x-cache"), `${method} ${path}`).toBe("MISS");
          for (const secret of secrets)
            expect(JSON.stringify(answer.headers) + answer.body).not.toContain(secret);
          direct.push(answer.body + answer.setCookies.join());
        }
      }
      expect(direct.length).toBe(6);
    }
    const whoAmI = async (headers: Record<string, string>) =>
      JSON.parse((await get("/api/data", { headers })).body);
    expect((await whoAmI(people[0] ?? {})).username).toBe(site.server.username);
    expect((await whoAmI(people[1] ?? {})).username).toBe("bob");
    expect((await whoAmI({})).code).toBe("not_authenticated");
  });
});
