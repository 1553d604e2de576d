import { logIn } from "../support/loginForm.ts";
import type { Many } from "../support/many.ts";
import { type App, expect, test } from "../support/test.ts";
import { ask } from "../support/wire.ts";

/** Asks from within the page, one after the other; tells each answer's status. */
function statuses(app: App, times: number): Promise<number[]> {
  return app.page.evaluate(async (count) => {
    const all: number[] = [];
    for (let i = 0; i < count; i++) all.push((await fetch("/api/data")).status);
    return all;
  }, times);
}

/** What each server itself answers to whoever has that cookie. */
function onEach(many: Many, cookie: string | undefined): Promise<number[]> {
  return Promise.all(
    many.nodes.map(async (node) => {
      const headers = { Host: `localhost:${many.port}`, Cookie: `latchkey=${cookie}` };
      return (await ask(`http://localhost:${node.port}/api/data`, { headers })).status;
    }),
  );
}

test("a browser that is sent to another server each time notices nothing", async ({ app, many }) => {
  await app.logIn();
  await app.page.reload();
  await app.expectLoggedIn();
  expect(await statuses(app, 12)).toEqual(Array(12).fill(200));
  for (const node of many.nodes) {
    expect(
      node.accesses().filter(({ path, status }) => path === "/api/data" && status === 200).length,
    ).toBeGreaterThan(1);
  }
});

test("a logout on one is a logout on all, at once", async ({ app, many }) => {
  await app.logIn();
  const cookie = await app.cookie();
  expect(await onEach(many, cookie)).toEqual([200, 200, 200]);
  await app.logOut();
  expect(await onEach(many, cookie)).toEqual([401, 401, 401]);
});

test("a page that nobody touches hears what another browser ended on another server", async ({
  app,
  many,
  browser,
}) => {
  await app.logIn();
  const context = await browser.newContext({ baseURL: `http://localhost:${many.port}` });
  const other = await context.newPage();
  await logIn(other, many.nodes[0]);
  // One of the two streams ends on a server that did not do it: there are three, and the balancer goes round.
  expect(await other.evaluate(async () => (await fetch("/api/sessions", { method: "DELETE" })).status)).toBe(
    200,
  );
  await expect(app.page.getByRole("dialog", { name: "Log in to go on" })).toContainText(
    "ended from another device",
  );
  await context.close();
});

test("all servers are listed, each with its release", async ({ many }) => {
  const [, release] = /^latchkey (\S+) /.exec(await many.nodes[0].command(["--version"])) ?? [];
  expect(release).toMatch(/^\d/);
  const told = (await many.nodes[0].command(["nodes"]))
    .split("\n")
    .filter((line) => line.includes("serving"));
  expect(told.map((line) => line.split(/\s+/)[1])).toEqual([release, release, release]);
});

test("a server that is killed is missed by nobody, nor is one that comes back", async ({ app, many }) => {
  // It starts a server again.
  test.slow();
  await app.logIn();
  await many.nodes[1].stop("SIGKILL");
  expect(await statuses(app, 20)).toEqual(Array(20).fill(200));
  await app.page.reload();
  await app.expectLoggedIn();
  await many.nodes[1].start();
  expect(await statuses(app, 20)).toEqual(Array(20).fill(200));
  await app.logOut();
});

test("while the database is away nobody is logged out, and all goes on by itself when it is back", async ({
  app,
  many,
}) => {
  await app.logIn();
  const cookie = await app.cookie();
  await many.postgresql.stop();
  await expect.poll(() => onEach(many, cookie), { timeout: 20_000 }).toEqual([503, 503, 503]);
  expect(await statuses(app, 6)).toEqual(Array(6).fill(503));
  await many.postgresql.start();
  await expect.poll(() => onEach(many, cookie), { timeout: 20_000 }).toEqual([200, 200, 200]);
  await app.page.reload();
  await app.expectLoggedIn();
});
