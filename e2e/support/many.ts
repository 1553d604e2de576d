import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./child.ts";
import { Clock } from "./clock.ts";
import { freePort } from "./ports.ts";
import { Postgresql } from "./postgresql.ts";
import { fill, hasIpv6 } from "./proxies.ts";
import { repository, Server } from "./server.ts";

/** Three servers on one PostgreSQL behind HAProxy, as docs/deployments shows it: each request goes to another one. */
export class Many {
  private constructor(
    readonly port: number,
    readonly nodes: [Server, Server, Server],
    readonly postgresql: Postgresql,
    private readonly haproxy: Child,
    private readonly folder: string,
  ) {}

  static async start(port: number, flags: string[]): Promise<Many> {
    const clock = new Clock();
    const postgresql = await Postgresql.start(clock.environment);
    const environment = {
      LATCHKEY_STORE: postgresql.store,
      LATCHKEY_STORE_PASSWORD_FILE: postgresql.passwordFile,
    };
    const origin = `http://localhost:${port}`;
    const managed: number[] = [];
    const node = async () => {
      const management = await freePort();
      managed.push(management);
      return Server.start({
        flags: [...flags, `--management-port=${management}`, "--trusted-proxies=127.0.0.1"],
        environment,
        origin,
        clock,
      });
    };
    // One after the other: the first makes the tables and the user.
    const nodes: [Server, Server, Server] = [await node(), await node(), await node()];
    const folder = await mkdtemp(join(tmpdir(), "latchkey-many-"));
    const file = join(folder, "haproxy.cfg");
    await writeFile(file, await configuration(port, nodes, managed));
    const haproxy = await new Child("haproxy", ["-f", file, "-db"]).listensOn(port);
    return new Many(port, nodes, postgresql, haproxy, folder);
  }

  async remove(): Promise<void> {
    await this.haproxy.stop();
    for (const node of this.nodes) await node.remove();
    await this.postgresql.remove();
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function configuration(port: number, nodes: Server[], managed: number[]): Promise<string> {
  const documented = await readFile(join(repository, "docs/deployments/haproxy-many.cfg"), "utf8");
  const here: Record<string, string> = {
    "bind :8080\n": `bind 127.0.0.1:${port}\n`,
    "bind :::8080 v6only\n": hasIpv6() ? `bind [::1]:${port} v6only\n` : "\n",
  };
  nodes.forEach((node, i) => {
    here[`127.0.0.1:501${i + 1}`] = `127.0.0.1:${node.port}`;
    here[`port 502${i + 1}`] = `port ${managed[i]}`;
  });
  // Only root can become another user.
  if (process.getuid?.() !== 0) Object.assign(here, { "    user haproxy\n": "", "    group haproxy\n": "" });
  return fill(documented, here);
}
