// @fastify/session with its own in-memory store.
import cookie from "@fastify/cookie";
import session from "@fastify/session";
import fastify from "fastify";

const PASSWORD = "correct horse battery staple";
const users = new Map(Array.from({ length: 1000 }, (_, i) => [`user${i}`, { username: `user${i}`, name: "Jane Doe" }]));

const app = fastify({ logger: false });
app.register(cookie);
app.register(session, {
  cookieName: "sid",
  secret: "a secret that only this benchmark knows",
  saveUninitialized: false,
  rolling: false,
  cookie: { httpOnly: true, sameSite: "lax", secure: false, maxAge: 12 * 3600 * 1000 },
});

const user = {
  type: "object",
  properties: { username: { type: "string" }, name: { type: "string" } },
};
const answer = {
  response: { 200: { type: "object", properties: { login: { type: "boolean" }, user } } },
};

app.post("/api/login", async (request, reply) => {
  const found = users.get(request.body?.username);
  if (!found || request.body.password !== PASSWORD) return reply.code(401).send({ login: false });
  await request.session.regenerate();
  request.session.set("username", found.username);
  return { login: true, user: found };
});

app.get("/api/getsession", { schema: answer }, async (request) => {
  const found = users.get(request.session.get("username"));
  return found ? { login: true, user: found } : { login: false };
});

await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
