import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { keyHash, selfSigned } from "./certificate.ts";
import { Database } from "./database.ts";
import { Many } from "./many.ts";
import { freePort } from "./ports.ts";
import { type Certificate, ReverseProxy } from "./proxies.ts";
import { Server } from "./server.ts";
import { type Setup, type SetupName, setups } from "./setups.ts";
import { StaticHost } from "./staticHost.ts";
import { type Answer, type Ask, ask } from "./wire.ts";

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
    readonly many?: Many,
  ) {
    this.setup = setups[name];
    this.server = server;
    this.database = new Database(join(server.data, "latchkey.db"));
  }

  static async start(name: SetupName): Promise<Deployment> {
    const setup = setups[name];
    const { deployment, tls } = setup;
    const certificate = selfSigned("*.example.test", "*.other.test", "*.elsewhere.test");
    const ends = [() => rm(dirname(certificate.certificate), { recursive: true, force: true })];
    const port = await freePort();
    if (setup.page === "many") {
      const many = await Many.start(port, ["--log-access=on", "--log-format=json"]);
      ends.push(() => many.remove());
      return new Deployment(name, many.nodes[0], certificate, { page: port, api: port }, ends, many);
    }
    const proxy = isProxy(setup.page)
      ? await ReverseProxy.reserve(setup.page, { host: setup.pageHost, ...(tls ? { tls: certificate } : {}) })
      : undefined;
    const page = proxy?.port ?? (setup.page === "files" ? await freePort() : port);
    const ports = { page, api: proxy?.port ?? port };
    const pageOrigin = originOf(setup, setup.pageHost, ports.page);
    const apiOrigin = originOf(setup, setup.apiHost, ports.api);

    const encryption = [`--tls-certificate=${certificate.certificate}`, `--tls-key=${certificate.key}`];
    const server = await Server.start({
      port,
      apiOnly: setup.page !== "server",
      flags: [
        `--deployment=${deployment}`,
        `--public-origin=${apiOrigin}`,
        ...(deployment === "cross-origin" ? [`--spa-origins=${pageOrigin}`] : []),
        ...(proxy ? ["--trusted-proxies=127.0.0.1"] : tls ? encryption : []),
        ...["--log-access=on", "--log-format=json"],
        ...(setup.flags ?? []),
      ],
    });
    ends.push(() => server.remove());
    if (proxy) {
      ends.push(() => proxy.stop());
      await proxy.start(port);
    } else if (setup.page === "files") {
      const host = await StaticHost.start({ port: page, apiOrigin, flags: tls ? encryption : [] });
      ends.push(() => host.stop());
    }
    return new Deployment(name, server, certificate, ports, ends);
  }

  /** Whether the page's site is another than the API's, so that the browser's settings say what comes of its cookies. */
  get isOfTwoSites(): boolean {
    return this.setup.cookie.sameSite === "None";
  }

  /** Of the page, as the address bar shows it. */
  get pageOrigin(): string {
    return originOf(this.setup, this.setup.pageHost, this.ports.page);
  }

  /** Of the API. */
  get apiOrigin(): string {
    return originOf(this.setup, this.setup.apiHost, this.ports.api);
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

  /** The hash by which the browser knows its certificate. */
  get keyHash(): string {
    return keyHash(this.certificate);
  }

  /** Asks where browsers reach the API, as a client that is none. */
  async ask(path: string, { headers, ...question }: Ask = {}): Promise<Answer> {
    const { protocol, hostname, host } = new URL(this.apiOrigin);
    return ask(`${protocol}//${hostname}:${this.ports.api}${path}`, {
      ...question,
      headers: { Host: host, ...headers },
    });
  }

  /** The port that the API is reached at, for what only a socket can send. */
  get apiPort(): number {
    return this.ports.api;
  }

  async stop(): Promise<void> {
    for (const end of this.ends.reverse()) await end();
  }
}

function isProxy(page: Setup["page"]): page is "nginx" | "caddy" | "haproxy" {
  return page === "nginx" || page === "caddy" || page === "haproxy";
}

function originOf({ tls }: Setup, host: string, port: number): string {
  return host === "localhost" ? `http://localhost:${port}` : `${tls ? "https" : "http"}://${host}`;
}
