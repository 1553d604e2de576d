import { attacks, forge } from "../../support/forgeries.ts";
import { outcomes, type Place, places } from "../../support/hostile.ts";
import { expect, test } from "../../support/test.ts";

// With SameSite=None (the set-ups whose names begin with cross-site) as with Lax: no test here knows which it is.

for (const place of places) {
  test(`a page in ${place} changes nothing, and every try is refused by its code`, async ({
    app,
    context,
    deployment,
    hostile,
    mallory,
  }) => {
    await app.logIn();
    await app.leave();
    const before = await deployment.database.content();
    const page = await hostile.open(context, place);
    for (const attack of attacks) {
      const seen = await outcomes(page, deployment, () => forge(page, attack, deployment, mallory));
      const where = `${attack.name} from ${place}`;
      expect(seen, where).toHaveLength(1);
      if (attack.isAskedAbout) {
        // The browser asks first, is refused, and never sends what it asked about.
        expect(seen, where).toMatchObject([{ request: "OPTIONS /api/login" }]);
        expect([403, 405], where).toContain(seen[0]?.status);
      } else {
        expect(seen, where).toMatchObject([{ status: 403, code: "origin_rejected" }]);
      }
    }
    await app.open("/user");
    await app.expectLoggedIn();
    expect(await deployment.database.content()).toEqual(before);
  });
}

test("the session's cookie went along, so it was not the cookie that held", async ({
  app,
  context,
  deployment,
  hostile,
  mallory,
}) => {
  await app.logIn();
  await app.leave();
  const [form] = attacks;
  const refusedWithCookie = async (place: Place) => {
    const page = await hostile.open(context, place);
    // Once in a while the browser does not tell what it sent.
    await expect
      .poll(() => outcomes(page, deployment, () => forge(page, form, deployment, mallory)), {
        timeout: 30_000,
      })
      .toMatchObject([{ withCookie: true, status: 403, code: "origin_rejected" }]);
  };
  await refusedWithCookie("a sibling");
  if (deployment.setup.thirdPartyCookies) await refusedWithCookie("another site");
});

test("the own page may do what they may not", async ({ app, deployment, mallory }) => {
  await app.logIn();
  const before = await deployment.database.content();
  const own = app.page.mainFrame();
  const loggedOut = await outcomes(own, deployment, () =>
    own.evaluate(
      (api) => fetch(`${api}/api/logout`, { method: "POST", credentials: "include" }),
      deployment.apiOrigin,
    ),
  );
  expect(loggedOut).toMatchObject([{ request: "POST /api/logout", status: 200, withCookie: true }]);
  const after = await deployment.database.content();
  expect(after.sessions).toHaveLength((before.sessions?.length ?? 0) - 1);
  expect(after.ended).toHaveLength((before.ended?.length ?? 0) + 1);
  // The page that heard of its end asks who is there, when it likes; a new one has asked.
  await app.open("/");
  await app.page.waitForLoadState("networkidle");
  const loggedIn = await outcomes(own, deployment, () =>
    own.evaluate(
      ([api, body]) =>
        fetch(`${api}/api/login`, {
          method: "POST",
          credentials: "include",
          headers: { "Content-Type": "application/json" },
          body: body ?? "",
        }),
      [deployment.apiOrigin, mallory.credentials],
    ),
  );
  expect(loggedIn).toMatchObject([{ request: "POST /api/login", status: 200 }]);
});

test("not even the own page may send what a form can send", async ({ app, deployment, mallory }) => {
  await app.open("/");
  await app.page.waitForLoadState("networkidle");
  const before = await deployment.database.content();
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const seen = await outcomes(app.page.mainFrame(), deployment, () =>
      app.page.evaluate(
        ([api, contentType, body]) =>
          fetch(`${api}/api/login`, {
            method: "POST",
            credentials: "include",
            headers: { "Content-Type": contentType ?? "" },
            body: body ?? "",
          }).then(() => undefined),
        [deployment.apiOrigin, type, mallory.credentials],
      ),
    );
    expect(seen, type).toMatchObject([{ status: 415, code: "unsupported_media_type" }]);
  }
  expect(await deployment.database.content()).toEqual(before);
});
