import { expect, test } from "@playwright/test";
import { selfSigned } from "../support/certificate.ts";
import { type Program, ReverseProxy } from "../support/proxies.ts";
import { Server } from "../support/server.ts";
import { ask, cookieHeader } from "../support/wire.ts";

const json = { "Content-Type": "application/json" };

for (const program of ["nginx", "caddy", "haproxy"] satisfies Program[]) {
  for (const tls of [undefined, selfSigned("app.example.com")]) {
    test.describe(`behind ${program} ${tls ? "with" : "without"} TLS`, () => {
      let proxy: ReverseProxy;
      let server: Server;

      test.beforeAll(async () => {
        proxy = await ReverseProxy.reserve(program, tls ? { tls } : {});
        server = await Server.start({ flags: proxy.serverFlags });
        await proxy.start(server.port);
      });

      test.afterAll(async () => {
        await proxy?.stop();
        await server?.remove();
      });

      test("a person logs in, and the cookie is the one of the public origin", async () => {
        const login = await ask(`${proxy.origin}/api/login`, {
          method: "POST",
          headers: { ...json, Origin: proxy.origin },
          body: JSON.stringify({ username: server.username, password: server.password }),
        });
        expect(login.status, login.body + proxy.output).toBe(200);
        expect(login.setCookies).toHaveLength(1);
        expect(login.setCookies[0]).toMatch(
          tls
            ? /^__Host-latchkey=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/
            : /^latchkey=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
        );
        const data = await ask(`${proxy.origin}/api/data`, { headers: { Cookie: cookieHeader(login) } });
        expect(JSON.parse(data.body)).toEqual({ username: server.username, name: "Demo User" });
      });
    });
  }
}
