import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@playwright/test";
import { Child } from "../support/child.ts";
import { freePort } from "../support/ports.ts";
import { repository, Server } from "../support/server.ts";
import { type Ask, ask, cookieHeader } from "../support/wire.ts";

const example = (path: string) => join(repository, "examples", path);

/** How each is started, with a folder for what it makes. */
const backends: Record<string, (folder: string, environment: Record<string, string>) => Promise<Child>> = {
  // The system's own Python: its packages are those of the system.
  Flask: async (_, environment) => new Child("/usr/bin/python3", [example("flask/app.py")], environment),
  Express: async (_, environment) => new Child(process.execPath, [example("express/app.js")], environment),
  Go: async (folder, environment) => {
    const program = join(folder, "reports");
    await promisify(execFile)("go", ["build", "-o", program], { cwd: example("go") });
    return new Child(program, [], environment);
  },
};

for (const [language, start] of Object.entries(backends)) {
  test.describe(`a backend in ${language} that asks for itself`, () => {
    let folder: string;
    let origin: string;
    let backend: Child;
    let server: Server;
    let cookie: { Cookie: string };

    test.beforeAll(async () => {
      test.setTimeout(180_000);
      folder = await mkdtemp(join(tmpdir(), "latchkey-backend-"));
      const port = await freePort();
      origin = `http://localhost:${port}`;
      server = await Server.start({
        flags: ["--deployment=same-domain", `--public-origin=${origin}`, "--trusted-proxies=127.0.0.1"],
      });
      backend = await start(folder, { PORT: `${port}`, LATCHKEY: `127.0.0.1:${server.port}` });
      await backend.listensOn(port);
      const login = await ask(`${server.origin}/api/login`, {
        method: "POST",
        headers: { Host: new URL(origin).host, Origin: origin, "Content-Type": "application/json" },
        body: JSON.stringify({ username: server.username, password: server.password }),
      });
      expect(login.status, login.body).toBe(200);
      cookie = { Cookie: cookieHeader(login) };
    });

    test.afterAll(async () => {
      await backend?.stop();
      await server?.remove();
      await rm(folder, { recursive: true, force: true });
    });

    const report = (options: Ask = {}) => ask(`${origin}/reports/may`, options);

    test("knows who is logged in", async () => {
      const answer = await report({ headers: cookie });
      expect([answer.status, answer.body], backend.output).toEqual([200, `GET may for ${server.username}`]);
    });

    test("answers anybody else in Latchkey's words", async () => {
      for (const headers of [{}, { Cookie: "latchkey=none" }]) {
        const answer = await report({ headers });
        expect(answer.status).toBe(401);
        expect(answer.header("content-type")).toMatch(/^application\/problem\+json/);
        expect(JSON.parse(answer.body).code).toBe("not_authenticated");
      }
    });

    test("does nothing for a page of another site", async () => {
      const post = (headers: Record<string, string>) =>
        report({ method: "POST", headers: { ...cookie, ...headers }, body: "a=b" });
      expect((await post({ Origin: origin, "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
      for (const headers of [
        { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
        { Origin: "https://evil.example" },
        { Origin: "https://evil.example", "X-Original-Method": "GET", "X-Forwarded-Method": "GET" },
      ]) {
        const answer = await post(headers);
        expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, "origin_rejected"]);
      }
    });

    test("takes no word of a client's for who it is", async () => {
      expect((await report({ headers: { "Latchkey-User": "admin", "Latchkey-User-Id": "1" } })).status).toBe(
        401,
      );
    });

    test("an outage of Latchkey's is one, and no logout", async () => {
      await server.stop();
      const answer = await report({ headers: cookie });
      await server.start();
      expect([answer.status, JSON.parse(answer.body).code]).toEqual([503, "store_unavailable"]);
      expect((await report({ headers: cookie })).status).toBe(200);
    });
  });
}
