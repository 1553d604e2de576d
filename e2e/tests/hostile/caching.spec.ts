import { expect, test } from "@playwright/test";
import { type ProxyOptions, ReverseProxy } from "../../support/proxies.ts";
import { Server } from "../../support/server.ts";
import { type Answer, ask, cookieHeader } from "../../support/wire.ts";

const keep = `
        proxy_cache store;
        proxy_cache_valid any 1m;
        add_header X-Cache $upstream_cache_status always;`;
const keepWhateverItSays = `${keep}
        proxy_ignore_headers Cache-Control Expires Set-Cookie Vary;`;

/** The documented nginx, with a cache in it. */
function caching(rules: string): ProxyOptions {
  const route = "location /api/ {";
  return {
    replace: {
      "upstream latchkey {": "proxy_cache_path cache keys_zone=store:1m;\nupstream latchkey {",
      [route]: `${route}${rules}`,
    },
  };
}

test("a cache gives nobody another's cookie or body, though it would if it could", async () => {
  const proxy = await ReverseProxy.reserve("nginx", caching(keep));
  const server = await Server.start({ flags: proxy.serverFlags, apiOnly: true });
  const { host } = new URL(proxy.origin);
  const careless = caching(keepWhateverItSays);
  const deaf = await ReverseProxy.reserve("nginx", {
    replace: { ...careless.replace, $http_host: host },
  });
  try {
    await proxy.start(server.port);
    await deaf.start(server.port);
    const login = await ask(`${proxy.origin}/api/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ username: server.username, password: server.password }),
    });
    expect(login.status).toBe(200);
    expect(login.setCookies.map((line) => line.split("=", 1)[0]).sort()).toEqual([
      "latchkey",
      "latchkey-device",
    ]);
    const Cookie = cookieHeader(login);
    const secrets = (answer: Answer) => answer.body + JSON.stringify(answer.headers);
    const routes = ["getsession", "data", "getcsrf", "verify", "logout", "nothing"].map(
      (name) => `/api/${name}`,
    );
    for (const route of routes) {
      const first = await ask(proxy.origin + route, { headers: { Cookie } });
      const again = await ask(proxy.origin + route, { headers: { Cookie } });
      const stranger = await ask(proxy.origin + route);
      for (const answer of [first, again, stranger]) {
        expect(answer.header("x-cache"), route).toBe("MISS");
        expect(answer.header("cache-control"), route).toBe("no-store");
        expect(answer.header("vary"), route).toContain("Cookie");
      }
      expect(secrets(stranger), route).not.toContain(server.username);
      for (const cookie of first.setCookies) expect(stranger.setCookies, route).not.toContain(cookie);
    }
    // The same cache, deaf to what the server says: it does keep, and strangers do see.
    await ask(`${deaf.origin}/api/data`, { headers: { Cookie } });
    const stranger = await ask(`${deaf.origin}/api/data`);
    expect([stranger.header("x-cache"), stranger.status]).toEqual(["HIT", 200]);
    expect(secrets(stranger)).toContain(server.username);
  } finally {
    await proxy.stop();
    await deaf.stop();
    await server.remove();
  }
});
