import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { Child } from "./child.ts";
import { freePort } from "./ports.ts";
import { app, repository } from "./server.ts";
import { StaticHost } from "./staticHost.ts";

export type Program = "nginx" | "caddy" | "haproxy";

/** PEM files: the chain, and its key. */
export interface Certificate {
  certificate: string;
  key: string;
}

export interface ProxyOptions {
  /** Terminates TLS with it. */
  tls?: Certificate;
  /** The host of the public origin. Default: `localhost`, with TLS `app.example.com`. */
  host?: string;
  /** Another file of docs/deployments than the one for the same domain. */
  file?: string;
  /** More texts of that file, and what stands for them here. Each must occur. */
  replace?: Record<string, string>;
  /** The built page it serves. Default: the demo app. HAProxy has that one alone. */
  files?: string;
}

const files: Record<Program, { plain: string; tls: string }> = {
  nginx: { plain: "nginx.conf", tls: "nginx-tls.conf" },
  caddy: { plain: "Caddyfile", tls: "Caddyfile-tls" },
  haproxy: { plain: "haproxy.cfg", tls: "haproxy-tls.cfg" },
};

/**
 * A real proxy in front of a server, configured by the very file that docs/deployments shows: only addresses,
 * ports and paths are put in. Below a temporary folder, on free ports of the loopback addresses.
 *
 *     const proxy = await ReverseProxy.reserve("nginx", { tls });
 *     const server = await Server.start({ flags: proxy.serverFlags });
 *     await proxy.start(server.port);
 *     … proxy.origin …
 *     await proxy.stop();
 *     await server.remove();
 */
export class ReverseProxy {
  #child: Child | undefined;
  #files: StaticHost | undefined;

  private constructor(
    readonly program: Program,
    readonly port: number,
    /** Where http is redirected to https; nobody listens there without TLS. */
    readonly redirectPort: number,
    private readonly folder: string,
    private readonly options: ProxyOptions,
  ) {}

  /**
   * Chooses ports, so that the server can be told the public origin before either starts. A port that is given was that of
   * a proxy that stopped.
   */
  static async reserve(program: Program, options: ProxyOptions = {}, port?: number): Promise<ReverseProxy> {
    const folder = await mkdtemp(join(tmpdir(), `latchkey-${program}-`));
    return new ReverseProxy(program, port ?? (await freePort()), await freePort(), folder, options);
  }

  get host(): string {
    return this.options.host ?? (this.options.tls ? "app.example.com" : "localhost");
  }

  /** What a browser's address bar shows. */
  get origin(): string {
    return `${this.options.tls ? "https" : "http"}://${this.host}:${this.port}`;
  }

  /** What the server behind it must be told. */
  get serverFlags(): string[] {
    return ["--deployment=same-domain", `--public-origin=${this.origin}`, "--trusted-proxies=127.0.0.1"];
  }

  /** Everything it wrote. */
  get output(): string {
    return this.#child?.output ?? "";
  }

  /** Starts it, in front of the server on that port. */
  async start(serverPort: number): Promise<void> {
    const { file, files: page = app, replace = {}, tls } = this.options;
    const name = file ?? files[this.program][tls ? "tls" : "plain"];
    const documented = await readFile(join(repository, "docs/deployments", name), "utf8");
    const config = fill(documented, { "127.0.0.1:5000": `127.0.0.1:${serverPort}`, ...replace });
    const child = await this.#launch(config, page);
    this.#child = child;
    await child.listensOn(this.port);
  }

  async stop(): Promise<void> {
    await this.#child?.stop();
    await this.#files?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #launch(config: string, dist: string): Promise<Child> {
    switch (this.program) {
      case "nginx":
        return this.#nginx(fill(config, { "/srv/app": dist }));
      case "caddy":
        return this.#caddy(fill(config, { "/srv/app": dist }));
      case "haproxy":
        this.#files = await StaticHost.start();
        return this.#haproxy(fill(config, { "127.0.0.1:8081": `127.0.0.1:${this.#files.port}` }));
    }
  }

  async #nginx(config: string): Promise<Child> {
    const { tls } = this.options;
    const listen = (documented: string, port: number, options = "") => ({
      [`listen ${documented}${options};`]: `listen 127.0.0.1:${port}${options};`,
      [`listen [::]:${documented}${options};`]: hasIpv6() ? `listen [::1]:${port}${options};` : "",
    });
    const site = tls
      ? fill(config, {
          ...listen("80", this.redirectPort),
          ...listen("443", this.port, " ssl http2"),
          "app.example.com": this.host,
          "/etc/ssl/app/fullchain.pem": tls.certificate,
          "/etc/ssl/app/privkey.pem": tls.key,
        })
      : fill(config, { ...listen("8080", this.port), "server_name localhost": `server_name ${this.host}` });
    await writeFile(join(this.folder, "site.conf"), site);
    const main = await readFile(join(repository, "tools/lib/nginx-main.conf"), "utf8");
    // As root its workers would become a user who may not read this repository.
    await writeFile(join(this.folder, "nginx.conf"), process.getuid?.() === 0 ? `user root;\n${main}` : main);
    return new Child("nginx", ["-p", this.folder, "-c", "nginx.conf", "-e", "stderr"]);
  }

  async #caddy(config: string): Promise<Child> {
    const { tls } = this.options;
    const site = tls
      ? fill(config, {
          "app.example.com {": `${this.host} {`,
          "/etc/ssl/app/fullchain.pem": tls.certificate,
          "/etc/ssl/app/privkey.pem": tls.key,
        })
      : fill(config, { "http://localhost:8080 {": `http://${this.host}:${this.port} {` });
    // Of several addresses Caddy's redirect to https listens on the last one alone.
    const bind = !tls && hasIpv6() ? "127.0.0.1 ::1" : "127.0.0.1";
    const file = join(this.folder, "Caddyfile");
    await writeFile(
      file,
      `{
	admin off
	default_bind ${bind}
	http_port ${tls ? this.redirectPort : this.port}
	https_port ${tls ? this.port : this.redirectPort}
	grace_period 1s
	skip_install_trust
}
${site}`,
    );
    return new Child("caddy", ["run", "--config", file, "--adapter", "caddyfile"], {
      HOME: this.folder,
      XDG_DATA_HOME: this.folder,
      XDG_CONFIG_HOME: this.folder,
    });
  }

  async #haproxy(config: string): Promise<Child> {
    const { tls } = this.options;
    const bind = (documented: string, port: number, options = "") => ({
      [`bind :${documented}${options}\n`]: `bind 127.0.0.1:${port}${options}\n`,
      [`bind :::${documented} v6only${options}\n`]: hasIpv6()
        ? `bind [::1]:${port} v6only${options}\n`
        : "\n",
    });
    const pem = join(this.folder, "app.pem");
    const crt = " ssl crt /etc/ssl/app/app.pem alpn h2,http/1.1";
    let filled = tls
      ? fill(fill(config, { ...bind("80", this.redirectPort), ...bind("443", this.port, crt) }), {
          "/etc/ssl/app/app.pem": pem,
        })
      : fill(config, bind("8080", this.port));
    if (tls)
      await writeFile(pem, (await readFile(tls.certificate, "utf8")) + (await readFile(tls.key, "utf8")));
    // Only root can become another user.
    if (process.getuid?.() !== 0)
      filled = fill(filled, { "    user haproxy\n": "", "    group haproxy\n": "" });
    const file = join(this.folder, "haproxy.cfg");
    await writeFile(file, filled);
    return new Child("haproxy", ["-f", file, "-db"]);
  }
}

/** Puts in what differs here. A text that is not there would mean that something else than the document is tested. */
export function fill(text: string, replacements: Record<string, string>): string {
  return Object.entries(replacements).reduce((filled, [documented, here]) => {
    if (!filled.includes(documented)) throw new Error(`the documented configuration has no ${documented}`);
    return filled.replaceAll(documented, here);
  }, text);
}

export function hasIpv6(): boolean {
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address === "::1"),
  );
}
