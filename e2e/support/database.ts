import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
type Row = Record<string, unknown>;

/** The server's SQLite file, as another process sees it. */
export class Database {
  constructor(private readonly file: string) {}

  async query(sql: string): Promise<Row[]> {
    const { stdout } = await run("sqlite3", ["-json", "-cmd", ".timeout 5000", this.file, sql]);
    return stdout.trim() ? JSON.parse(stdout) : [];
  }

  /** Everything but when each session was last used, which any page of its owner moves. */
  async content(): Promise<Record<string, Row[]>> {
    return {
      users: await this.query("select * from latchkey_user order by id"),
      sessions: await this.query(
        `select hex(token_hash) as hash, id, principal_id, username, name, created_at, authenticated_at, expires_at
         from latchkey_session join latchkey_session_token on session_id = id and good_until is null
         where reason is null order by id`,
      ),
      ended: await this.query(
        `select hex(token_hash) as hash, id, reason, ended_at
         from latchkey_session join latchkey_session_token on session_id = id and good_until is null
         where reason is not null order by id`,
      ),
      secrets: await this.query(
        "select purpose, version, hex(key_bytes) as value from latchkey_secret order by purpose, version",
      ),
    };
  }
}
