// better-auth on node:http with SQLite, e-mail and password, sessions in the database.
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";
import Database from "better-sqlite3";

const USERS = 1000;
const PASSWORD = "correct horse battery staple";
const port = Number(process.env.PORT);

mkdirSync(process.env.DATA, { recursive: true });
const database = new Database(`${process.env.DATA}/auth.db`);
database.pragma("journal_mode = WAL");

const auth = betterAuth({
  baseURL: `http://localhost:${port}`,
  secret: "a secret that only this benchmark knows",
  database,
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  emailAndPassword: {
    enabled: true,
    autoSignIn: false,
    // Kept in plain, so that filling the server by logging in is quick; a session check never reads it.
    password: { hash: async (password) => password, verify: async ({ hash, password }) => hash === password },
  },
});

await (await getMigrations(auth.options)).runMigrations();
const { count } = database.prepare("select count(*) as count from user").get();
for (let i = count; i < USERS; i++) {
  await auth.api.signUpEmail({ body: { email: `user${i}@example.com`, password: PASSWORD, name: "Jane Doe" } });
}

createServer(toNodeHandler(auth)).listen(port, "127.0.0.1");
