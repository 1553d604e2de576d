import { expect, test } from "../../support/test.ts";
import { ask } from "../../support/wire.ts";

const json = { "Content-Type": "application/json" };

test("a Host that is not ours gets 421 and nothing else", async ({ deployment, mallory }) => {
  const before = await deployment.database.content();
  for (const host of [
    "evil.example.test",
    `${deployment.setup.apiHost}.evil.test`,
    `${deployment.setup.apiHost}:1`,
    `www.${deployment.setup.apiHost}`,
  ]) {
    for (const path of ["/api/getsession", "/api/login"]) {
      const login = path === "/api/login";
      const answer = await deployment.ask(path, {
        method: login ? "POST" : "GET",
        headers: { Host: host, ...json },
        ...(login ? { body: mallory.credentials } : {}),
      });
      expect([answer.status, JSON.parse(answer.body).code], host).toEqual([421, "misdirected_request"]);
      expect(answer.setCookies).toEqual([]);
    }
  }
  const nonsense = await deployment.ask("/api/getsession", {
    headers: { Host: `evil.test:443@${deployment.setup.apiHost}` },
  });
  expect(nonsense.status, "no host at all").toBe(400);
  expect(await deployment.database.content()).toEqual(before);
});

test("what a client says of hosts and proxies changes no cookie, no header and no page", async ({
  deployment,
  mallory,
}) => {
  const poison = {
    "X-Forwarded-Host": "evil.test",
    "X-Forwarded-Proto": "http",
    "X-Forwarded-Port": "1",
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Server": "evil.test",
    "X-Forwarded-Prefix": "/evil.test",
    "X-Host": "evil.test",
    "X-Original-Host": "evil.test",
    "X-Original-URL": "/api/logout",
    "X-Rewrite-URL": "/api/logout",
    "X-HTTP-Method-Override": "POST",
    Forwarded: "for=203.0.113.9;host=evil.test;proto=http",
  };
  const shape = async (headers: Record<string, string>) => {
    const login = await deployment.ask("/api/login", {
      method: "POST",
      headers: { ...json, Origin: deployment.pageOrigin, ...headers },
      body: mallory.credentials,
    });
    const page = await deployment.ask("/", { headers: { Accept: "text/html", ...headers } });
    return [login, page].map(({ status, headers: lines, body }) => ({
      status,
      // Random by right: tokens, nonces, instants.
      headers: lines.map(([name, value]) => `${name}: ${hidden(value)}`).sort(),
      mentions: /evil|203\.0\.113/.test(body + JSON.stringify(lines)),
    }));
  };
  const clean = await shape({});
  expect(clean.map(({ mentions }) => mentions)).toEqual([false, false]);
  expect(clean[0]?.status).toBe(200);
  expect(await shape(poison)).toEqual(clean);
  expect(JSON.stringify(clean[0]?.headers)).toMatch(deployment.setup.tls ? /; Secure/ : /SameSite=Lax"/);
});

function hidden(value: string): string {
  return value
    .replace(/device=[\w-]{22}\.\d+\.[\w-]{43}/g, "device=TOKEN")
    .replace(/[\w-]{43,}/g, "TOKEN")
    .replace(/nonce-[\w-]{22}/g, "NONCE")
    .replace(/=[\w-]{22};/g, "=NONCE;")
    .replace(/\w{3}, \d.* GMT/, "DATE")
    .replace(/^\d+$/, "LENGTH");
}

test("only a trusted proxy is believed", async ({ deployment }) => {
  const { host } = new URL(deployment.apiOrigin);
  const isBehindProxy = deployment.setup.deployment === "same-domain";
  const say = async (proto: string, forwardedHost: string) => {
    const headers = { Host: host, "X-Forwarded-Proto": proto, "X-Forwarded-Host": forwardedHost };
    const { status } = isBehindProxy
      ? await ask(`http://127.0.0.1:${deployment.server.port}/api/getsession`, {
          headers: { ...headers, "X-Forwarded-For": "203.0.113.9" },
        })
      : await deployment.ask("/api/getsession", { headers });
    return status;
  };
  const otherwise = isBehindProxy ? 421 : 200;
  expect(await say("https", host)).toBe(200);
  expect(await say("http", host)).toBe(otherwise);
  expect(await say("https", "evil.test")).toBe(otherwise);
});

// What sends people elsewhere where `next` is taken as it comes.
const elsewhere = [
  "//evil.test",
  "///evil.test",
  "////evil.test/%2f..",
  "/\\evil.test",
  "\\\\evil.test",
  "/\t/evil.test",
  "/\n/evil.test",
  "/\r\n/evil.test",
  " //evil.test",
  "/%09/evil.test",
  "/%0d%0aSet-Cookie:x=1",
  "/%2f%2fevil.test",
  "/%2fevil.test",
  "/%5cevil.test",
  "/.//evil.test",
  "/user/..//evil.test",
  "/user/%2e%2e//evil.test",
  "https:evil.test",
  "https://evil.test",
  "https:/evil.test",
  "http://app.example.test@evil.test",
  "javascript:document.title='evil'",
  "JaVaScRiPt:document.title='evil'",
  "data:text/html,<title>evil</title>",
  "@evil.test",
  ".evil.test",
  "//evil\u3002test",
  "/\u0000/evil.test",
  "//evil.test/user",
  "/user\\@evil.test",
];

test("next leads to this site's own pages alone", async ({ app, page, deployment }) => {
  await app.logIn();
  await page.goto(`/?next=${encodeURIComponent("/user/jane.doe?tab=2")}`);
  await expect(page, "an honest one is followed").toHaveURL(`${deployment.pageOrigin}/user/jane.doe?tab=2`);
  for (const next of elsewhere) {
    await page.goto(`/?next=${encodeURIComponent(next)}`);
    await expect(page, next).toHaveURL((url) => url.pathname.startsWith("/user"));
    expect(new URL(page.url()).origin, next).toBe(deployment.pageOrigin);
    expect(new URL(page.url()).pathname, next).toBe("/user");
  }
  await app.expectLoggedIn();
  expect(await page.title()).not.toContain("evil");
});

test("the login itself follows no next that leads away", async ({ app, page, deployment }) => {
  await app.open(`/?next=${encodeURIComponent("//evil.test/user")}`);
  await app.submit(app.server.username, app.server.password);
  await app.expectLoggedIn();
  expect(page.url()).toBe(`${deployment.pageOrigin}/user`);
});

test("line breaks in names, paths and headers end no line anywhere", async ({ deployment }) => {
  const before = await deployment.database.content();
  const start = deployment.server.output.length;
  const evil = 'x\r\nSet-Cookie: evil=1\r\n\r\n{"logger":"forged"}\n';
  const answers = [
    await deployment.ask("/api/login", {
      method: "POST",
      headers: { ...json, Origin: deployment.pageOrigin },
      body: JSON.stringify({ username: evil, password: evil }),
    }),
    await deployment.ask(`/api/${encodeURIComponent(evil)}`),
    await deployment.ask(`/api/getsession?next=${encodeURIComponent(evil)}`),
    await deployment.ask("/api/getsession", {
      headers: {
        "User-Agent": 'x\u0085y\u00a0{"logger":"forged"}',
        "X-Request-Id": encodeURIComponent(evil),
      },
    }),
    await deployment.ask("/api/getsession", {
      headers: { Origin: `${deployment.pageOrigin}%0d%0aSet-Cookie:evil=1` },
    }),
  ];
  for (const { headers, setCookies } of answers) {
    expect(setCookies).toEqual([]);
    expect(headers.map(([name, value]) => name + value).join("")).not.toMatch(/[\r\n]|evil=1|forged/);
  }
  expect([answers[0]?.status, JSON.parse(answers[0]?.body ?? "").code]).toEqual([400, "malformed_request"]);
  const written = () => deployment.server.output.slice(start).split("\n").filter(Boolean);
  await expect.poll(() => written().length).toBeGreaterThanOrEqual(answers.length);
  const lines = written();
  for (const line of lines) expect(JSON.parse(line).logger).toMatch(/^latchkey\./);
  expect(await deployment.database.content()).toEqual(before);
});
