import { expect, test } from "../support/test.ts";

/** A client that knows the five routes and nothing else. */
const plain = async ([username, password, header, token]: string[]) => {
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  if (header && token) headers[header] = token;
  const json = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(path, { credentials: "same-origin", ...init });
    return { status: answer.status, body: await answer.json() };
  };
  return {
    login: await json("/api/login", {
      method: "POST",
      headers,
      body: JSON.stringify({ username, password }),
    }),
    data: await json("/api/data"),
    session: await json("/api/getsession"),
    logout: await json("/api/logout"),
    after: await json("/api/getsession"),
  };
};

const expected = (username: string) => ({
  login: { status: 200, body: { login: true, user: { username } } },
  data: { status: 200, body: { username, name: "Demo User" } },
  session: { status: 200, body: { login: true } },
  logout: { status: 200, body: { logout: true } },
  after: { status: 200, body: { login: false, reason: "none" } },
});

test("a plain fetch with no extra header logs in, reads data, and logs out by GET", async ({
  app,
  page,
  server,
}) => {
  await app.open("/");
  const result = await page.evaluate(plain, [server.username, server.password]);
  expect(result).toMatchObject(expected(server.username));
});

for (const header of ["X-CSRFToken", "X-XSRF-TOKEN"]) {
  test(`so does one that sends the token of /api/getcsrf as ${header}`, async ({ app, page, server }) => {
    await app.open("/");
    const token = await page.evaluate(async () => (await (await fetch("/api/getcsrf")).json()).csrfToken);
    const result = await page.evaluate(plain, [server.username, server.password, header, token]);
    expect(result).toMatchObject(expected(server.username));
  });
}

test("so does one that sends the token of the page", async ({ app, page, server }) => {
  await app.open("/");
  const token = (await page.locator("meta[name=csrf-token]").getAttribute("content")) ?? "";
  expect(token).toHaveLength(43);
  const result = await page.evaluate(plain, [server.username, server.password, "X-CSRFToken", token]);
  expect(result).toMatchObject(expected(server.username));
});

test("a wrong token is refused", async ({ app, page, server }) => {
  await app.open("/");
  const result = await page.evaluate(plain, [
    server.username,
    server.password,
    "X-CSRFToken",
    "A".repeat(43),
  ]);
  expect(result.login).toMatchObject({ status: 403, body: { code: "csrf_token_invalid", login: false } });
});

test("a link to /api/logout logs nobody out", async ({ app, page }) => {
  await app.logIn();
  await page.goto("/api/logout");
  await expect(page.getByText("use POST")).toBeVisible();
  await app.open("/user");
  await app.expectLoggedIn();
});
