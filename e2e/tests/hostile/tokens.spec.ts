import type { Page } from "@playwright/test";
import { expect, test } from "../../support/test.ts";

interface Try {
  body: string;
  headers?: Record<string, string>;
  query?: string;
}

/** Logs in as a script of the own page would. */
function logIn(page: Page, { body, headers = {}, query = "" }: Try) {
  return page.evaluate(
    async ([text, more, search]) => {
      const answer = await fetch(`/api/login${search}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...more },
        body: text,
      });
      return [answer.status, (await answer.json()).code] as const;
    },
    [body, headers, query] as const,
  );
}

function tokenOf(page: Page): Promise<string> {
  return page.evaluate(async () => (await (await fetch("/api/getcsrf")).json()).csrfToken);
}

test("a token of another browser is refused, one's own is not", async ({
  app,
  page,
  browser,
  deployment,
  mallory,
}) => {
  await app.open("/");
  const theirs = await (await browser.newContext({ baseURL: deployment.pageOrigin })).newPage();
  await theirs.goto("/");
  const [own, foreign] = [await tokenOf(page), await tokenOf(theirs)];
  expect(foreign).not.toBe(own);
  const before = await deployment.database.content();
  const body = mallory.credentials;
  for (const name of ["X-CSRFToken", "X-XSRF-TOKEN"]) {
    expect(await logIn(page, { body, headers: { [name]: foreign } })).toEqual([403, "csrf_token_invalid"]);
  }
  expect(await logIn(page, { body, headers: { "X-CSRFToken": own, "X-XSRF-TOKEN": foreign } })).toEqual([
    403,
    "csrf_token_invalid",
  ]);
  expect(await deployment.database.content()).toEqual(before);
  expect(await logIn(page, { body, headers: { "X-CSRFToken": own } })).toEqual([200, undefined]);
  await theirs.context().close();
});

test("a token is none in a cookie, in the body or in the address", async ({
  app,
  page,
  context,
  deployment,
  mallory,
}) => {
  await app.open("/");
  const token = await tokenOf(page);
  const before = await deployment.database.content();
  const readable = (await context.cookies()).find(({ name }) => name === "XSRF-TOKEN");
  expect(readable, "the cookie that scripts read is there").toMatchObject({ value: token, httpOnly: false });
  await context.addCookies(
    ["X-CSRFToken", "csrf_token", "csrftoken"].map((name) => ({
      name,
      value: token,
      url: deployment.apiOrigin,
    })),
  );
  const body = mallory.credentials;
  const named = JSON.stringify({ ...JSON.parse(body), csrfToken: token, csrf_token: token });
  expect(await logIn(page, { body })).toEqual([403, "csrf_token_invalid"]);
  expect(await logIn(page, { body: named })).toEqual([403, "csrf_token_invalid"]);
  expect(await logIn(page, { body, query: `?csrfToken=${token}` })).toEqual([403, "csrf_token_invalid"]);
  expect(await deployment.database.content()).toEqual(before);
  expect(await logIn(page, { body, headers: { "X-XSRF-TOKEN": token } })).toEqual([200, undefined]);
});

test("a sibling that plants its own token and nonce gains nothing", async ({
  app,
  page,
  context,
  deployment,
  hostile,
  mallory,
}) => {
  await app.open("/");
  const grant = await deployment.ask("/api/getcsrf");
  const token = JSON.parse(grant.body).csrfToken;
  const nonce = /^__Host-latchkey-csrf=([\w-]{22});/.exec(
    grant.setCookies.find((line) => line.startsWith("__Host-latchkey-csrf=")) ?? "",
  )?.[1];
  expect(nonce).toBeDefined();
  const pair = await deployment.ask("/api/login", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": token,
      Cookie: `__Host-latchkey-csrf=${nonce}`,
    },
    body: mallory.credentials,
  });
  expect(pair.status, "the attacker's own pair is a good one").toBe(200);
  const before = await deployment.database.content();
  const reach = "; Domain=example.test; Path=/; Secure";
  await hostile.openAt(context, hostile.sibling, [
    `__Host-latchkey-csrf=${nonce}${reach}`,
    `latchkey-csrf=${nonce}${reach}`,
    `XSRF-TOKEN=${token}${reach}`,
  ]);
  const planted = (await context.cookies(deployment.apiOrigin)).filter(
    ({ domain }) => domain === ".example.test",
  );
  expect(planted.map(({ name }) => name).sort()).toEqual(["XSRF-TOKEN", "latchkey-csrf"]);
  expect(await logIn(page, { body: mallory.credentials, headers: { "X-XSRF-TOKEN": token } })).toEqual([
    403,
    "csrf_token_invalid",
  ]);
  expect(await deployment.database.content()).toEqual(before);
});
