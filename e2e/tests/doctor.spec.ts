import { expect, test } from "@playwright/test";
import { selfSigned } from "../support/certificate.ts";
import { Child } from "../support/child.ts";
import { latchkey, live } from "../support/doctor.ts";
import { freePort } from "../support/ports.ts";
import { forRelease } from "../support/projects.ts";
import { type Program, type ProxyOptions, ReverseProxy } from "../support/proxies.ts";
import { launcher, Server } from "../support/server.ts";
import { ask } from "../support/wire.ts";

// A set-up starts up to three programs, one after the other.
test.setTimeout(120_000);

const tls = selfSigned("app.example.com");
const page = "http://localhost:3000";

interface SetUp {
  program: Program;
  proxy?: ProxyOptions;
  /** The server's own settings, instead of those that fit the proxy. */
  flags?: (proxy: ReverseProxy) => string[];
  /** Where the pages are, if not at the proxy. */
  spa?: string;
  /** What is asked instead of the proxy's own origin. */
  url?: (proxy: ReverseProxy) => string;
  ca?: string;
}

/** A server, and the port of the proxies that stand before it, one after the other. */
interface Behind {
  server: Server;
  proxyPort: number;
}

const running = new Map<string, Promise<Behind>>();

test.afterAll(async () => {
  for (const { server } of await Promise.all(running.values())) await server.remove();
});

/** A real server behind a real proxy, and what the doctor says of it. */
async function examine(setUp: SetUp) {
  const { program, proxy: options, spa, url, ca = tls.certificate } = setUp;
  const { server, proxyPort } = await behind(setUp);
  const proxy = await ReverseProxy.reserve(program, options, proxyPort);
  try {
    await proxy.start(server.port);
    const pages = spa ? ["--spa", spa] : [];
    const trust = ca ? ["--ca", ca] : [];
    return await live(url?.(proxy) ?? proxy.origin, [...pages, ...trust]);
  } finally {
    await proxy.stop();
  }
}

/** Proxies that want the same settings of their server share one: the doctor leaves it as it was. */
async function behind({ program, proxy: options, flags }: SetUp): Promise<Behind> {
  const sample = await ReverseProxy.reserve(program, options);
  const own = flags?.(sample) ?? [];
  const isOwn = (flag: string) => own.some((other) => other.split("=", 1)[0] === flag.split("=", 1)[0]);
  const all = [...sample.serverFlags.filter((flag) => !isOwn(flag)), ...own];
  await sample.stop();
  const settings = all.join(" ").replaceAll(String(sample.port), "its port");
  const known = running.get(settings);
  if (known) return known;
  const started = Server.start({ flags: all }).then((server) => ({ server, proxyPort: sample.port }));
  running.set(settings, started);
  return started;
}

const crossOrigin = (spa: string) => () => ["--deployment=cross-origin", `--spa-origins=${spa}`];
const inApi = (more: string) => ({ "location /api/ {": `location /api/ {\n        ${more}` });

/**
 * For every change each proxy is met once and each way of its own to be wrong; of the rest LiveCheckTest says without a proxy
 * that the doctor knows it.
 */
const atRelease = new Set([
  "nginx without TLS",
  "Caddy without TLS",
  "HAProxy without TLS",
  "nginx before an API for pages of another origin",
  "shared_cache",
  "path_rewritten",
  "api_not_routed",
  "twin_cookies",
  "cookie_not_passed",
  "public_origin_differs",
  "preflight_answered_by_proxy",
  "cors_headers_rewritten",
  "origin_not_listed",
  "cookie_stays_on_site",
  "loopback_names_differ",
  "protection_reports_only",
]);
const when = (name: string) => (atRelease.has(name) ? { tag: forRelease } : {});

const healthy: Record<string, SetUp> = {
  "nginx without TLS": { program: "nginx" },
  "nginx with TLS": { program: "nginx", proxy: { tls } },
  "Caddy without TLS": { program: "caddy" },
  "Caddy with TLS": { program: "caddy", proxy: { tls } },
  "HAProxy without TLS": { program: "haproxy" },
  "HAProxy with TLS": { program: "haproxy", proxy: { tls } },
  "nginx before an API for pages of another origin": {
    program: "nginx",
    flags: crossOrigin(page),
    spa: page,
  },
  "nginx with TLS before an API for pages of another site": {
    program: "nginx",
    proxy: { tls },
    flags: crossOrigin("https://two.example"),
    spa: "https://two.example",
  },
};

for (const [name, setUp] of Object.entries(healthy)) {
  test(`healthy: ${name}`, when(name), async () => {
    const diagnosis = await examine(setUp);
    expect(diagnosis).toMatchObject({ exitCode: 0, verdict: "healthy" });
    expect(diagnosis.fine.map(({ step }) => step)).toContain("cookie back");
  });
}

const broken: [cause: string, cure: RegExp, what: string, setUp: SetUp][] = [
  [
    "scheme_not_passed",
    /X-Forwarded-Proto/,
    "nginx decrypts and does not say so",
    {
      program: "nginx",
      proxy: {
        tls,
        replace: {
          "proxy_set_header X-Forwarded-Proto $scheme;": 'proxy_set_header X-Forwarded-Proto "";',
        },
      },
    },
  ],
  [
    "proxy_not_trusted",
    /trusted-proxies/,
    "nginx is not the proxy that the server trusts",
    { program: "nginx", proxy: { tls }, flags: () => ["--trusted-proxies=10.9.8.7"] },
  ],
  [
    "proxy_not_trusted",
    /trusted-proxies = 127\.0\.0\.1/,
    "the same, and the server's diagnostics name the address",
    {
      program: "caddy",
      proxy: { tls },
      flags: () => ["--trusted-proxies=10.9.8.7", "--diagnostics=on"],
    },
  ],
  [
    "host_rewritten",
    /Host/,
    "nginx asks for its upstream's name instead of the browser's",
    { program: "nginx", proxy: { replace: { $http_host: "$proxy_host" } } },
  ],
  [
    "set_cookie_stripped",
    /proxy_hide_header/,
    "nginx hides Set-Cookie",
    { program: "nginx", proxy: { replace: inApi("proxy_hide_header Set-Cookie;") } },
  ],
  [
    "shared_cache",
    /proxy_cache/,
    "nginx caches answers that set cookies",
    {
      program: "nginx",
      proxy: {
        replace: {
          "upstream latchkey {": "proxy_cache_path cache keys_zone=api:1m;\n\nupstream latchkey {",
          ...inApi(
            "proxy_cache api; proxy_cache_valid 200 1m; proxy_ignore_headers Cache-Control Set-Cookie Vary;",
          ),
        },
      },
    },
  ],
  [
    "path_rewritten",
    /proxy_pass/,
    "nginx strips /api from the path",
    {
      program: "nginx",
      proxy: {
        replace: {
          "location /api/ {\n        proxy_pass http://latchkey;":
            "location /api/ {\n        proxy_pass http://latchkey/;",
        },
      },
    },
  ],
  [
    "api_not_routed",
    /before any rule/,
    "nginx answers /api with the app's page",
    { program: "nginx", proxy: { replace: { "location /api/ {": "location /v1/ {" } } },
  ],
  [
    "twin_cookies",
    /cookie\.name/,
    "nginx sets a cookie of the same name for another path",
    {
      program: "nginx",
      proxy: { replace: inApi('add_header Set-Cookie "latchkey=old; Path=/api" always;') },
    },
  ],
  [
    "origin_headers_stripped",
    /pass Origin on/,
    "HAProxy strips Origin",
    {
      program: "haproxy",
      proxy: {
        replace: {
          "    http-request del-header Forwarded\n":
            "    http-request del-header Forwarded\n    http-request del-header Origin\n",
        },
      },
    },
  ],
  [
    "origin_headers_stripped",
    /pass Sec-Fetch-Site on/,
    "HAProxy with TLS strips Sec-Fetch-Site",
    {
      program: "haproxy",
      proxy: {
        tls,
        replace: {
          "    http-request del-header Forwarded\n":
            "    http-request del-header Forwarded\n    http-request del-header Sec-Fetch-Site\n",
        },
      },
    },
  ],
  [
    "cookie_not_passed",
    /Cookie header/,
    "Caddy strips Cookie",
    {
      program: "caddy",
      proxy: { tls, replace: { "header_up -X-Real-IP": "header_up -X-Real-IP\n\t\t\theader_up -Cookie" } },
    },
  ],
  [
    "cookie_rewritten",
    /leave cookies alone/,
    "Caddy moves cookies to another path",
    {
      program: "caddy",
      proxy: {
        tls,
        replace: {
          "header_up -X-Real-IP": 'header_up -X-Real-IP\n\t\t\theader_down Set-Cookie "Path=/" "Path=/api"',
        },
      },
    },
  ],
  [
    "secure_cookie_dropped",
    /https/,
    "nginx says https of what browsers opened over http",
    {
      program: "nginx",
      proxy: {
        host: "app.example.com",
        replace: {
          "proxy_set_header X-Forwarded-Proto $scheme;": "proxy_set_header X-Forwarded-Proto https;",
        },
      },
      flags: (proxy) => [`--public-origin=${proxy.origin.replace("http:", "https:")}`],
    },
  ],
  [
    "scheme_mismatch",
    /https:\/\/app\.example\.com/,
    "the pages are opened over http, which nginx redirects",
    { program: "nginx", proxy: { tls }, url: (proxy) => `http://app.example.com:${proxy.redirectPort}` },
  ],
  [
    "public_origin_differs",
    /public-origin = http:\/\/localhost/,
    "the server takes another address for its own",
    { program: "nginx", flags: () => ["--public-origin=http://localhost:9"] },
  ],
  [
    "preflight_answered_by_proxy",
    /OPTIONS/,
    "nginx answers preflights itself",
    {
      program: "nginx",
      proxy: {
        replace: inApi(
          "if ($request_method = OPTIONS) { add_header Access-Control-Allow-Origin *; return 204; }",
        ),
      },
      flags: crossOrigin(page),
      spa: page,
    },
  ],
  [
    "cors_headers_rewritten",
    /Access-Control/,
    "nginx drops the right to read with credentials",
    {
      program: "nginx",
      proxy: {
        replace: inApi(
          "proxy_hide_header Access-Control-Allow-Credentials; add_header Access-Control-Allow-Credentials $preflight;",
        ),
      },
      flags: crossOrigin(page),
      spa: page,
    },
  ],
  [
    "origin_not_listed",
    /spa-origins/,
    "the page's origin is none that the API knows",
    { program: "nginx", flags: crossOrigin("http://localhost:4000"), spa: page },
  ],
  [
    "cookie_stays_on_site",
    /below one domain/,
    "nginx makes the cookie of a cross-site API Lax",
    {
      program: "nginx",
      proxy: { tls, replace: inApi("proxy_cookie_flags ~ samesite=lax;") },
      flags: crossOrigin("https://two.example"),
      spa: "https://two.example",
    },
  ],
  [
    "loopback_names_differ",
    /http:\/\/localhost/,
    "a page of localhost calls 127.0.0.1",
    {
      program: "nginx",
      flags: crossOrigin(page),
      spa: page,
      url: (proxy) => proxy.origin.replace("localhost", "127.0.0.1"),
    },
  ],
  [
    "certificate_refused",
    /--ca/,
    "the certificate is one that nobody knows",
    { program: "nginx", proxy: { tls }, ca: "" },
  ],
  [
    "protection_reports_only",
    /csrf\.report-only = false/,
    "the server only reports what it should refuse",
    { program: "caddy", flags: () => ["--csrf-report-only=true", "--diagnostics=on"] },
  ],
];

for (const [cause, cure, what, { proxy, ...setUp }] of broken) {
  test(`${cause}: ${what}`, when(cause), async () => {
    // One map more than documented, for the set-up that tells preflights from the calls after them.
    const needsMap = JSON.stringify(proxy ?? {}).includes("$preflight");
    const map = 'map $request_method $preflight { OPTIONS true; default ""; }\n\nupstream latchkey {';
    const options = needsMap
      ? { ...proxy, replace: { ...proxy?.replace, "upstream latchkey {": map } }
      : proxy;
    const diagnosis = await examine(options ? { ...setUp, proxy: options } : setUp);
    expect(diagnosis.failure, JSON.stringify(diagnosis)).toMatchObject({ cause });
    expect(diagnosis.failure?.cure).toMatch(cure);
    expect(diagnosis.failure?.why).not.toBe("");
    expect(diagnosis).toMatchObject({ exitCode: 1, verdict: "broken" });
  });
}

test("server_behind_proxy_down: the proxy runs, and the server does not", async () => {
  const proxy = await ReverseProxy.reserve("nginx");
  try {
    await proxy.start(await freePort());
    expect((await live(proxy.origin)).failure).toMatchObject({ cause: "server_behind_proxy_down" });
  } finally {
    await proxy.stop();
  }
});

test("unreachable: nobody listens", async () => {
  const diagnosis = await live(`http://localhost:${await freePort()}`);
  expect(diagnosis).toMatchObject({ exitCode: 1, failure: { step: "connection", cause: "unreachable" } });
});

test.describe("the packaged program", () => {
  const data = () => `--data=${test.info().outputPath("data")}`;

  for (const [setting, word] of [
    ["--public-origin=http://app.example.com", "write public-origin = https://app.example.com"],
    ["--cookie-same-site=none", "write cookie.same-site"],
    ["--trusted-proxies=0.0.0.0/0", "believes everybody"],
  ] as const) {
    test(`refuses to start with ${setting}, in the words of the doctor`, async () => {
      const start = await latchkey(["serve", data(), setting]);
      expect(start.exitCode).toBe(2);
      expect(start.errors).toContain(word);
      const checked = await latchkey(["doctor", data(), setting]);
      expect(checked.exitCode).toBe(1);
      for (const line of start.errors.split("\n").filter((line) => line && !line.startsWith("not started"))) {
        expect(checked.output).toContain(line);
      }
    });
  }

  test("starts with what costs something, and says so in its log", async () => {
    const port = await freePort();
    const flags = [`--port=${port}`, "--csrf-report-only=true", "--listen=0.0.0.0"];
    const serve = new Child(launcher, ["serve", data(), ...flags]);
    await serve.listensOn(port);
    const forged = await ask(`http://localhost:${port}/api/logout`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Sec-Fetch-Site": "cross-site" },
      body: "{}",
    });
    await serve.stop();
    expect(forged.status).toBe(200);
    expect(serve.output).toContain("would have refused a request (csrf.report-only)");
    expect(serve.output).toContain("csrf.report-only = true: requests that another site caused");
    expect(serve.output).toContain("unencrypted and past every proxy");
    expect((await latchkey(["doctor", data(), ...flags])).exitCode).toBe(3);
  });

  test("finds nothing to say of its defaults", async () => {
    const checked = await latchkey(["doctor", data()]);
    expect(checked).toMatchObject({ exitCode: 0, errors: "" });
    expect(checked.output).toContain("The configuration is fine.");
  });

  test("wants an origin after --live", async () => {
    const { exitCode, errors } = await latchkey(["doctor", "--live", "app.example.com/api"]);
    expect(exitCode).toBe(2);
    expect(errors).toContain("an origin is scheme, host and port");
  });
});
