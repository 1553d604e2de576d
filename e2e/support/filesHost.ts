import { readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { Server as TcpServer } from "node:net";
import { extname, join } from "node:path";
import type { Certificate } from "./certificate.ts";
import { listen } from "./listen.ts";

const types: Record<string, string> = {
  ".html": "text/html;charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/** A host that serves the built app's files, its page for every client-side route, and where the API is. */
export async function startFilesHost(
  files: string,
  port: number,
  { apiOrigin, certificate }: { apiOrigin?: string; certificate?: Certificate },
): Promise<TcpServer> {
  const answer: RequestListener = async (request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://here.invalid");
    response.setHeader(
      "Content-Security-Policy",
      `default-src 'self'; connect-src 'self' ${apiOrigin ?? ""}; object-src 'none'; frame-ancestors 'none'`,
    );
    if (pathname === "/config.json" && apiOrigin) {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ apiOrigin }));
      return;
    }
    const isFile = /^\/(assets|static)\/[\w.-]+$/.test(pathname);
    const name = isFile ? pathname : "/index.html";
    try {
      const content = await readFile(join(files, name));
      response.setHeader("Content-Type", types[extname(name)] ?? "application/octet-stream");
      response.end(content);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  };
  const host = certificate
    ? createTlsServer(
        { cert: await readFile(certificate.certificate), key: await readFile(certificate.key) },
        answer,
      )
    : createServer(answer);
  await listen(host, port);
  return host;
}
