// express-session as its README sets it up for production.
import { mkdirSync } from "node:fs";
import connectSqlite from "connect-sqlite3";
import express from "express";
import session from "express-session";

const PASSWORD = "correct horse battery staple";
const users = new Map(Array.from({ length: 1000 }, (_, i) => [`user${i}`, { username: `user${i}`, name: "Jane Doe" }]));

function store() {
  mkdirSync(process.env.DATA, { recursive: true });
  const SQLiteStore = connectSqlite(session);
  return new SQLiteStore({ dir: process.env.DATA, db: "sessions.db", concurrentDB: true });
}

const app = express();
app.disable("x-powered-by");
app.use(
  session({
    name: "sid",
    secret: "a secret that only this benchmark knows",
    store: store(),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: "lax", secure: false, maxAge: 12 * 3600 * 1000 },
  }),
);

app.post("/api/login", express.json(), (request, response, next) => {
  const user = users.get(request.body?.username);
  if (!user || request.body.password !== PASSWORD) return response.status(401).json({ login: false });
  request.session.regenerate((error) => {
    if (error) return next(error);
    request.session.username = user.username;
    response.json({ login: true, user });
  });
});

app.get("/api/getsession", (request, response) => {
  const user = users.get(request.session.username);
  response.json(user ? { login: true, user } : { login: false });
});

app.listen(Number(process.env.PORT), "127.0.0.1");
