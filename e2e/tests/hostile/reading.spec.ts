import { outcomes, type Place, places } from "../../support/hostile.ts";
import { expect, test } from "../../support/test.ts";

/** What attackers send in the hope that someone compares loosely or reflects. */
function hostileOrigins(page: string): string[] {
  const { protocol, hostname, host } = new URL(page);
  const at = (authority: string, scheme = protocol) => `${scheme}//${authority}`;
  return [
    ...["null", "NULL", "*", "undefined", "about:blank", "about:srcdoc", "file://", "data:text/html,x"],
    ...["https://", "://", `//${host}`, host, hostname, "https:///", "javascript://x", `blob:${page}`],
    ...[`${page}/`, `${page}/x`, `${page}?x`, `${page}#x`, `${page}.`, `${page}:`, `${page}:0`, `${page}:1`],
    ...[`${page}0`, `${page}:99999`, `${page}%00`, `${page}%2eevil.test`, `${page}\\`, `${page}@evil.test`],
    ...[
      `${page},https://evil.test`,
      `https://evil.test,${page}`,
      `${page} https://evil.test`,
      `${page}, ${page}`,
    ],
    ...[at(`${hostname}.evil.test`), at(`evil.${hostname}`), at(`evil-${hostname}`), at(`evil${hostname}`)],
    ...[at(`${hostname}evil`), at(`x@${host}`), at(`user:pass@${host}`), at(`evil.test@${host}`)],
    ...[at(`[${hostname}]`), at(hostname.replaceAll(".", "%2e").replace("localhost", "localhos%74"))],
    ...[at(hostname.replaceAll(".", "_").replace("localhost", "localhost_")), at(`${hostname}.local`)],
    ...[
      at(`www.${hostname}`),
      at("evil.example.test"),
      at("example.test"),
      at("other.test"),
      at("localhost"),
    ],
    ...[
      at("localhost:1"),
      at("127.0.0.1"),
      at("127.0.0.1:8080"),
      at("[::1]"),
      at("0.0.0.0"),
      at("2130706433"),
    ],
    ...[at("evil.test"), at("attacker.elsewhere.test"), at("api.evil.test")],
    ...[
      at(host, "ws:"),
      at(host, "wss:"),
      at(host, "ftp:"),
      at(host, "chrome-extension:"),
      at(host, "httpsx:"),
    ],
    at(host, protocol === "https:" ? "http:" : "https:"),
  ];
}

test("no origin but the page's own is ever allowed to read, of more than sixty that look like it", async ({
  app,
  deployment,
}) => {
  await app.logIn();
  const before = await deployment.database.content();
  const { cookie } = deployment.setup;
  const Cookie = `${cookie.name}=${await app.cookie()}`;
  const isCors = deployment.setup.deployment === "cross-origin";
  const origins = hostileOrigins(deployment.pageOrigin);
  expect(origins.length).toBeGreaterThanOrEqual(60);
  const allowed = (headers: [string, string][]) =>
    headers.filter(([name]) => name.startsWith("access-control-"));
  for (const Origin of origins) {
    const read = await deployment.ask("/api/data", {
      headers: { Cookie, Origin, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" },
    });
    expect(allowed(read.headers), Origin).toEqual([]);
    expect([read.status, JSON.parse(read.body).code], Origin).toEqual([403, "origin_rejected"]);
    const preflight = await deployment.ask("/api/login", {
      method: "OPTIONS",
      headers: {
        Origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
      },
    });
    expect(allowed(preflight.headers), Origin).toEqual([]);
  }
  const own = await deployment.ask("/api/data", { headers: { Cookie, Origin: deployment.pageOrigin } });
  expect([own.status, JSON.parse(own.body).username]).toEqual([200, app.server.username]);
  expect(own.header("access-control-allow-origin")).toBe(isCors ? deployment.pageOrigin : undefined);
  expect(await deployment.database.content()).toEqual(before);
});

for (const place of places) {
  test(`a page in ${place} reads nothing and frames nothing`, async ({
    app,
    context,
    deployment,
    hostile,
  }) => {
    await app.logIn();
    const before = await deployment.database.content();
    const page = await hostile.open(context, place);
    const reads = await page.evaluate(async (api) => {
      const read = (path: string, init: RequestInit) =>
        fetch(api + path, { credentials: "include", ...init }).then(
          async (answer) => (await answer.text()) || answer.type,
          () => "blocked",
        );
      return Promise.all([
        read("/api/data", {}),
        read("/api/getsession", {}),
        read("/api/getcsrf", {}),
        read("/api/data", { mode: "no-cors" }),
        read("/api/getsession", { mode: "no-cors" }),
      ]);
    }, deployment.apiOrigin);
    for (const text of reads) expect(["blocked", "opaque"]).toContain(text);

    // As part of the page: a script, an image, a style, an object; what loads is told from what does not.
    const loaded = await page.evaluate(async (api) => {
      // Frames are numbered there, an object too.
      const named = () => Object.keys(window).filter((key) => !/^\d+$/.test(key)).length;
      const globals = named();
      const embed = (tag: string, attributes: Record<string, string>) =>
        new Promise<string>((resolve) => {
          const element = document.createElement(tag);
          element.onload = () => resolve(`${tag} loaded`);
          element.onerror = () => resolve(`${tag} failed`);
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
          document.body.append(element);
        });
      const results = [];
      for (const path of ["/api/data", "/api/getsession"]) {
        results.push(
          await embed("script", { src: api + path }),
          await embed("script", { src: api + path, type: "module", crossorigin: "use-credentials" }),
          await embed("img", { src: api + path }),
          await embed("link", { href: api + path, rel: "stylesheet" }),
          await embed("object", { data: api + path }),
        );
      }
      return {
        results: results.filter((result) => !result.endsWith("failed")),
        globals: named() - globals,
      };
    }, deployment.apiOrigin);
    expect(loaded).toEqual({ results: [], globals: 0 });

    const framed = await page.evaluateHandle((address) => {
      const frame = document.createElement("iframe");
      const done = new Promise<HTMLIFrameElement>((resolve) => {
        frame.onload = () => resolve(frame);
      });
      frame.src = address;
      document.body.append(frame);
      return done;
    }, `${deployment.pageOrigin}/user`);
    const frame = await framed.asElement()?.contentFrame();
    expect(frame?.url()).toMatch(/^chrome-error:/);

    await app.page.reload();
    await app.expectLoggedIn();
    expect(await deployment.database.content()).toEqual(before);
  });
}

test("another site's blind requests are answered alike, whoever is logged in", async ({
  app,
  context,
  deployment,
  hostile,
}) => {
  const ask = async (place: Place) => {
    const page = await hostile.open(context, place);
    const seen = [];
    for (const path of ["/api/data", "/api/getsession", "/api/getcsrf"]) {
      for (const by of ["fetch", "image", "script"] as const) {
        const found = await outcomes(page, deployment, () =>
          page.evaluate(
            ([url, kind]) => {
              if (kind === "fetch") {
                void fetch(url, { mode: "no-cors", credentials: "include" }).catch(() => undefined);
                return;
              }
              const element = document.createElement(kind === "image" ? "img" : "script");
              element.src = url;
              document.body.append(element);
            },
            [deployment.apiOrigin + path, by] as const,
          ),
        );
        seen.push(...found.map(({ request, status, code }) => `${by} ${request}: ${status} ${code}`));
      }
    }
    return seen;
  };
  // Where browsers send no Fetch Metadata nothing tells a sibling's image from the app's; both fail to load.
  const hasMetadata = deployment.setup.pageHost === "localhost" || deployment.setup.tls;
  const askFromAll = async () => [
    ...(hasMetadata ? await ask("a sibling") : []),
    ...(await ask("another site")),
  ];
  const loggedOut = await askFromAll();
  await app.logIn();
  await app.leave();
  const loggedIn = await askFromAll();
  expect(loggedIn).toEqual(loggedOut);
  if (hasMetadata) {
    for (const line of loggedIn) expect(line).toMatch(/: 403 origin_rejected$/);
  }
});
