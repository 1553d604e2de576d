// A backend in Express whose visitors Latchkey knows.
import { get } from "node:http";
import { env } from "node:process";
import express from "express";

const app = express();

// Asked about every request, before anything else is done for it.
const latchkey = env.LATCHKEY ?? "127.0.0.1:5000";
const asked = [
  "cookie",
  "origin",
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-dest",
  "user-agent",
  "upgrade",
];

app.use((request, response, next) => {
  const { headers, method, protocol, socket } = request;
  const about = Object.fromEntries(
    asked.filter((name) => name in headers).map((name) => [name, headers[name]]),
  );
  about["x-original-method"] = method;
  about["x-forwarded-for"] = [headers["x-forwarded-for"], socket.remoteAddress].filter(Boolean).join(", ");
  about["x-forwarded-proto"] = headers["x-forwarded-proto"] ?? protocol;
  about["x-forwarded-host"] = headers["x-forwarded-host"] ?? headers.host;
  const unavailable = () =>
    response.status(503).type("application/problem+json").send('{"code":"store_unavailable","status":503}');
  get(`http://${latchkey}/api/verify`, { headers: about, timeout: 5000 }, (answer) => {
    if (answer.statusCode === 204) {
      answer.resume();
      response.locals.username = decodeURIComponent(answer.headers["latchkey-user"]);
      response.locals.userId = answer.headers["latchkey-user-id"];
      return next();
    }
    response.status(answer.statusCode).type(answer.headers["content-type"]);
    answer.pipe(response);
  })
    .on("timeout", function () {
      this.destroy(new Error("Latchkey does not answer"));
    })
    .on("error", unavailable);
});

app.all("/reports/:name", (request, response) => {
  response.send(`${request.method} ${request.params.name} for ${response.locals.username}`);
});

app.listen(Number(env.PORT ?? 9000), "127.0.0.1");
