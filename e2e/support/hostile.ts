import { readFile } from "node:fs/promises";
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import type { Deployment } from "./deployment.ts";
import { listen } from "./listen.ts";

/** Hosts that belong to attackers: every host that is not the deployment's own, over http and over https. */
export class HostilePlaces {
  private constructor(
    private readonly hosts: { http: HttpServer; tls: TlsServer },
    private readonly ports: { http: number; tls: number },
  ) {}

  static async open(deployment: Deployment): Promise<HostilePlaces> {
    const answer: RequestListener = (request, response) => {
      const { searchParams } = new URL(request.url ?? "/", "http://here.invalid");
      response.setHeader("Content-Type", "text/html;charset=utf-8");
      response.setHeader("Set-Cookie", searchParams.getAll("set-cookie"));
      response.end(`<!doctype html><title>hostile</title>${searchParams.get("html") ?? ""}`);
    };
    const { certificate, key } = deployment.certificate;
    const http = createServer(answer);
    const tls = createTlsServer({ cert: await readFile(certificate), key: await readFile(key) }, answer);
    return new HostilePlaces({ http, tls }, { http: await listen(http), tls: await listen(tls) });
  }

  get resolverRules(): string[] {
    return [`MAP *.test:443 127.0.0.1:${this.ports.tls}`, `MAP *.test:80 127.0.0.1:${this.ports.http}`];
  }

  /** A page of that origin; on localhost the port tells it from the deployment's. */
  page(origin: string, { cookies = [], html = "" }: { cookies?: string[]; html?: string } = {}): string {
    const url = new URL(origin === "http://localhost" ? `${origin}:${this.ports.http}` : origin);
    for (const cookie of cookies) url.searchParams.append("set-cookie", cookie);
    if (html) url.searchParams.set("html", html);
    return url.href;
  }

  async close(): Promise<void> {
    for (const host of Object.values(this.hosts)) {
      host.close();
      host.closeAllConnections();
    }
  }
}
