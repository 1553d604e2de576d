import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request as overHttp } from "node:http";
import { request as overTls } from "node:https";
import type { Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Certificate, makeCertificate } from "./certificate.ts";
import { Database } from "./database.ts";
import { startFilesHost } from "./filesHost.ts";
import { app, freePort, Server } from "./server.ts";
import { type Setup, type SetupName, setups } from "./setups.ts";

/** An answer to a client that is no browser, and may send what browsers would not. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
}

export interface Question {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string;
}

/** A set-up that runs: a server, and whoever serves the page, each on a port of this machine. */
export class Deployment {
  readonly setup: Setup;
  readonly server: Server;
  readonly database: Database;

  private constructor(
    readonly name: SetupName,
    server: Server,
    readonly certificate: Certificate,
    private readonly ports: { page: number; api: number },
    private readonly ends: (() => Promise<unknown>)[],
  ) {
    this.setup = setups[name];
    this.server = server;
    this.database = new Database(join(server.data, "latchkey.db"));
  }

  static async start(name: SetupName): Promise<Deployment> {
    const setup = setups[name];
    const folder = await mkdtemp(join(tmpdir(), "latchkey-e2e-certificate-"));
    const ends = [() => rm(folder, { recursive: true, force: true })];
    const certificate = makeCertificate(folder, ["*.example.test", "*.other.test", "*.elsewhere.test"]);
    const api = await freePort();
    const page = setup.page === "server" ? api : await freePort();
    const apiPort = setup.deployment === "same-domain" ? page : api;
    const pageOrigin = origin(setup, setup.pageHost, page);
    const apiOrigin = origin(setup, setup.apiHost, apiPort);
    const tls = setup.tls ? { certificate } : {};

    const flags = [
      `--deployment=${setup.deployment}`,
      `--public-origin=${apiOrigin}`,
      ...(setup.flags ?? []),
    ];
    if (setup.deployment === "same-domain") flags.push("--trusted-proxies=127.0.0.1,::1");
    else if (setup.tls)
      flags.push(`--tls-certificate=${certificate.certificate}`, `--tls-key=${certificate.key}`);
    if (setup.deployment === "cross-origin") flags.push(`--spa-origins=${pageOrigin}`);
    flags.push("--log-access=on", "--log-format=json");
    const server = await Server.start({ port: api, flags, apiOnly: setup.page !== "server" });
    ends.push(() => server.remove());

    if (setup.page === "files") {
      const host = await startFilesHost(app, page, { apiOrigin, ...tls });
      ends.push(() => close(host));
    }
    return new Deployment(name, server, certificate, { page, api: apiPort }, ends);
  }

  /** Of the page, as the address bar shows it. */
  get pageOrigin(): string {
    return origin(this.setup, this.setup.pageHost, this.ports.page);
  }

  /** Of the API. */
  get apiOrigin(): string {
    return origin(this.setup, this.setup.apiHost, this.ports.api);
  }

  /** Where the browser finds the hosts of this deployment. */
  get resolverRules(): string[] {
    const { pageHost, apiHost, tls } = this.setup;
    if (pageHost === "localhost") return [];
    const port = tls ? 443 : 80;
    return [
      `MAP ${pageHost}:${port} 127.0.0.1:${this.ports.page}`,
      `MAP ${apiHost}:${port} 127.0.0.1:${this.ports.api}`,
    ];
  }

  /** Asks the API as a client that is no browser. A header with an empty list is left out. */
  async ask(path: string, { method = "GET", headers = {}, body }: Question = {}): Promise<Answer> {
    const { tls, apiHost } = this.setup;
    const request = (tls ? overTls : overHttp)({
      host: "127.0.0.1",
      servername: apiHost,
      rejectUnauthorized: false,
      port: this.ports.api,
      path,
      method,
      headers: { Host: new URL(this.apiOrigin).host, ...headers },
      agent: false,
    });
    if (body !== undefined) request.setHeader("Content-Length", Buffer.byteLength(body));
    request.setHeader("Connection", "close");
    request.end(body);
    const [response] = await once(request, "response");
    let text = "";
    for await (const chunk of response.setEncoding("utf8")) text += chunk;
    return { status: response.statusCode, headers: response.headers, text };
  }

  /** The port that the API is reached at, for what only a socket can send. */
  get apiPort(): number {
    return this.ports.api;
  }

  async stop(): Promise<void> {
    for (const end of this.ends.reverse()) await end();
  }
}

function origin({ tls }: Setup, host: string, port: number): string {
  return host === "localhost" ? `http://localhost:${port}` : `${tls ? "https" : "http"}://${host}`;
}

async function close(host: TcpServer): Promise<void> {
  host.close();
  if ("closeAllConnections" in host) (host.closeAllConnections as () => void)();
}
