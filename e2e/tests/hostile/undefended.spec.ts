import { attacks, forge } from "../../support/forgeries.ts";
import { outcomes } from "../../support/hostile.ts";
import { expect, test } from "../../support/test.ts";

// The defence only watches here, but for being embedded. What succeeds shows that the other files test a danger, and not a phantom.

for (const attack of attacks.filter(({ by, route }) => by === "top-level form" && route === "/api/logout")) {
  test(`${attack.name} works where nobody refuses it, and the log says so`, async ({
    app,
    context,
    deployment,
    hostile,
    mallory,
  }) => {
    await app.logIn();
    await app.leave();
    const before = await deployment.database.content();
    const page = await hostile.open(context, "a sibling");
    const seen = await outcomes(page, deployment, () => forge(page, attack, deployment, mallory));
    expect(seen).toMatchObject([{ request: "POST /api/logout", status: 200 }]);
    const after = await deployment.database.content();
    expect(after.sessions).toHaveLength((before.sessions?.length ?? 0) - 1);
    await app.open("/user");
    await app.expectLoginPage();
    expect(deployment.server.output).toContain("would have refused a request (csrf.report-only)");
  });
}

test("what a form can send is no login even then", async ({ app, context, deployment, hostile, mallory }) => {
  await app.logIn();
  await app.leave();
  const before = await deployment.database.content();
  const page = await hostile.open(context, "a sibling");
  for (const attack of attacks.filter(({ by, route }) => by === "top-level form" && route === "/api/login")) {
    const seen = await outcomes(page, deployment, () => forge(page, attack, deployment, mallory));
    expect(seen, attack.name).toMatchObject([{ status: 415, code: "unsupported_media_type" }]);
  }
  expect(await deployment.database.content()).toEqual(before);
});
