import { expect, test } from "../../support/test.ts";

test("a cookie that a sibling sets for the whole site, at / and at /api, makes nobody the attacker", async ({
  app,
  context,
  deployment,
  hostile,
  mallory,
}) => {
  const { cookie, apiHost, tls } = deployment.setup;
  const onLocalhost = apiHost === "localhost";
  const token = await mallory.token();
  const alone = await deployment.ask("/api/getsession", { headers: { Cookie: `${cookie.name}=${token}` } });
  expect(JSON.parse(alone.body), "the planted login is a good one").toMatchObject({
    user: { username: mallory.username },
  });
  await app.logIn();
  const before = await deployment.database.content();
  const names = [cookie.name, "latchkey", "__host-latchkey", "__HOST-latchkey", "__Host-latchkey "];
  // One jar serves all ports of localhost: what one writes at / is the other's own cookie.
  const paths = onLocalhost ? ["/api"] : ["/", "/api"];
  const reach = `${onLocalhost ? "" : `; Domain=${hostile.apiDomain}`}${tls ? "; Secure" : ""}`;
  const planted = paths.flatMap((path) => names.map((name) => `${name}=${token}; Path=${path}${reach}`));
  await hostile.openAt(context, hostile.siblingOfApi, planted);

  const sent = (await context.cookies(`${deployment.apiOrigin}/api/`)).filter(({ value }) => value === token);
  expect(
    sent.map(({ name }) => name),
    "only the plain name gets past the browser",
  ).toEqual(paths.map(() => "latchkey"));
  const session = await app.session();
  if (cookie.name.startsWith("__Host-")) {
    expect(session).toMatchObject({ login: true, user: { username: app.server.username } });
  } else {
    expect(session).toEqual({ login: false, reason: "cookie_conflict" });
    expect(await app.status("/api/data")).toEqual([401, "not_authenticated"]);
  }
  expect(await deployment.database.content()).toEqual(before);

  if (onLocalhost) {
    await app.open("/");
    await app.submit(app.server.username, app.server.password);
    await app.expectLoggedIn();
    expect(await app.sessionCookies(), "a login clears the twin").toHaveLength(1);
  }
});

test("cookies that make up a quoted string around the session's change nothing", async ({
  app,
  context,
  deployment,
  hostile,
}) => {
  await app.logIn();
  const before = await deployment.database.content();
  const reach = deployment.setup.apiHost === "localhost" ? "" : `; Domain=${hostile.apiDomain}`;
  await hostile.openAt(context, hostile.siblingOfApi, [
    `$Version=1; Path=/api${reach}`,
    `first="start; Path=/api${reach}`,
    `last=end"; Path=/${reach}`,
  ]);
  expect((await context.cookies(`${deployment.apiOrigin}/api/`)).map(({ name }) => name)).toContain(
    "$Version",
  );
  expect(await app.session()).toMatchObject({ login: true, user: { username: app.server.username } });
  expect(await deployment.database.content()).toEqual(before);
});

test("a cookie counts in its one spelling alone", async ({ app, deployment }) => {
  await app.logIn();
  const { name } = deployment.setup.cookie;
  const token = await app.cookie();
  const pair = `${name}=${token}`;
  const ask = async (cookie: string) => {
    const answer = await deployment.ask("/api/data", { headers: { Cookie: cookie } });
    return answer.status;
  };
  expect(await ask(pair)).toBe(200);
  expect(await ask(`other=1; ${pair}; more=2`)).toBe(200);
  const before = await deployment.database.content();
  const utf8 = (text: string) => Buffer.from(text).toString("latin1");
  for (const cookie of [
    `$Version=1; x="a; ${pair}"`,
    `x="a; ${name}="${token}""`,
    `${name}="${token}"`,
    `${name.toUpperCase()}=${token}`,
    `=${pair}`,
    `x=${pair}`,
    `${name} =${token}`,
    `${name}= ${token}`,
    `${name}=${token} `.replace(/ $/, "%20"),
    `${name}%3D${token}`,
    `${name}=${encodeURIComponent(`"${token}"`)}`,
    `x=1, ${pair}`,
    `x=1,${pair}`,
    `${name}=${token},${token}`,
    `${name};=${token}`,
    `${pair}; ${pair}`,
    `${pair}; ${name}=${"A".repeat(45)}`,
    `${name}=${"A".repeat(45)}; ${pair}`,
    `\u00a0${pair}`,
    `\u0085${pair}`,
    utf8(`\u2000${pair}`),
    utf8(`\u3000${pair}`),
    `${name}=${token}=`,
    `${name}=${token}A`,
  ]) {
    const status = await ask(cookie);
    expect([400, 401], JSON.stringify(cookie.replace(String(token), "TOKEN"))).toContain(status);
  }
  expect(await deployment.database.content()).toEqual(before);
  expect(await ask(pair)).toBe(200);
});

test("a jar that a sibling fills costs a login at most, and nothing on the server", async ({
  app,
  context,
  deployment,
  hostile,
}) => {
  await app.logIn();
  const before = await deployment.database.content();
  const sibling = await hostile.openAt(context, hostile.siblingOfApi);
  const reach = deployment.setup.apiHost === "localhost" ? "" : `; Domain=${hostile.apiDomain}`;
  const fill = (count: number, size: number) =>
    sibling.evaluate(
      ([cookies, bytes, attributes]) => {
        for (let i = 0; i < cookies; i++) {
          // biome-ignore lint/suspicious/noDocumentCookie: it is what an attacker of plain http has
          document.cookie = `junk${i}=${"x".repeat(bytes)}; Path=/${attributes}`;
        }
        // Chromium stores what a script sets a little later; a read waits for the writes before it.
        return document.cookie.split("; ").filter((cookie) => cookie.startsWith("junk")).length;
      },
      [count, size, reach] as const,
    );
  expect(await fill(60, 1)).toBe(60);
  expect(await app.session(), "sixty are few enough").toMatchObject({ login: true });
  expect(await fill(20, 500), "more than a request may carry").toBe(60);
  const [status, code] = await app.status("/api/data");
  const isApart = deployment.setup.cookie.sameSite === "None";
  if (isApart)
    expect(status, "what a script sets without a word on SameSite stays within its site").toBe(200);
  else expect([status, code]).toEqual([431, "headers_too_large"]);
  expect(await deployment.database.content()).toEqual(before);

  await context.clearCookies({ name: /^junk/ });
  await app.open("/");
  const session = await app.session();
  if (!session.login) await app.submit(app.server.username, app.server.password);
  await app.expectLoggedIn();
});

test("a Cookie header of 16 KiB is refused and hurts nobody else", async ({ app, deployment }) => {
  await app.logIn();
  const before = await deployment.database.content();
  const long = `${deployment.setup.cookie.name}=${await app.cookie()}; junk=${"x".repeat(16 * 1024)}`;
  const answer = await deployment.ask("/api/data", { headers: { Cookie: long } });
  // nginx refuses by itself what it has no room for, with a 400.
  const isBehindNginx = deployment.setup.page === "nginx";
  expect(answer.status).toBe(isBehindNginx ? 400 : 431);
  if (!isBehindNginx) expect(JSON.parse(answer.body)).toMatchObject({ code: "headers_too_large" });
  expect(await app.session()).toMatchObject({ login: true });
  expect(await deployment.database.content()).toEqual(before);
});
