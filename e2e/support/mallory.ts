import type { Deployment } from "./deployment.ts";

/** An attacker with an account of their own. */
export class Mallory {
  readonly username = "mallory";
  readonly password = "the attacker's own password";

  constructor(private readonly deployment: Deployment) {}

  async register(): Promise<void> {
    const { server } = this.deployment;
    await server.command(["user", "add", this.username, "--name", "Mallory"], `${this.password}\n`);
  }

  /** The credentials as a login takes them. */
  get credentials(): string {
    return JSON.stringify({ username: this.username, password: this.password });
  }

  /** A session token of theirs, good while nobody ends it. */
  async token(): Promise<string> {
    return tokenOf(this.deployment, this.credentials);
  }
}

/** Logs in without a browser. */
export async function tokenOf(deployment: Deployment, credentials: string): Promise<string> {
  const login = await deployment.ask("/api/login", {
    method: "POST",
    headers: { "Content-Type": "application/json", Origin: deployment.pageOrigin },
    body: credentials,
  });
  const prefix = `${deployment.setup.cookie.name}=`;
  const line = login.setCookies.find((cookie) => cookie.startsWith(prefix));
  if (!line) throw new Error(`no login: ${login.status} ${login.body}`);
  return line.slice(prefix.length).split(";", 1)[0] ?? "";
}
