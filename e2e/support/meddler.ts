import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";

/** A proxy that does to cookies and headers what a test wants, between a browser and a server on this machine. */
export class Meddler {
  private constructor(
    readonly port: number,
    private readonly server: Server,
  ) {}

  static async start(
    port: number,
    target: () => number,
    meddle: {
      ask?: (headers: IncomingHttpHeaders) => IncomingHttpHeaders;
      setCookie?: (line: string) => string | undefined;
    },
  ): Promise<Meddler> {
    const server = createServer((incoming, outgoing) => {
      const forwarded = request(
        {
          host: "127.0.0.1",
          port: target(),
          method: incoming.method,
          path: incoming.url,
          headers: meddle.ask?.(incoming.headers) ?? incoming.headers,
        },
        (answer) => {
          const { "set-cookie": cookies = [], ...headers } = answer.headers;
          const left = cookies
            .map((line) => (meddle.setCookie ?? String)(line))
            .filter((line) => line !== undefined);
          outgoing.writeHead(
            answer.statusCode ?? 502,
            left.length ? { ...headers, "set-cookie": left } : headers,
          );
          answer.pipe(outgoing);
        },
      );
      forwarded.on("error", () => outgoing.destroy());
      incoming.pipe(forwarded);
    }).listen(port, "127.0.0.1");
    await once(server, "listening");
    return new Meddler(port, server);
  }

  async stop(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
