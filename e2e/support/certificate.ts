import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Certificate } from "./proxies.ts";

/** A self-signed certificate for these hosts, in a temporary folder. */
export function selfSigned(...hosts: string[]): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "latchkey-tls-"));
  const pair = { certificate: join(folder, "fullchain.pem"), key: join(folder, "privkey.pem") };
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  execFileSync(
    "openssl",
    [
      ..."req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2".split(" "),
      ...["-subj", `/CN=${hosts[0]}`, "-addext", `subjectAltName=${names}`],
      ...["-keyout", pair.key, "-out", pair.certificate],
    ],
    { stdio: "pipe" },
  );
  return pair;
}

/** Base64 SHA-256 of its public key: a browser told of it accepts this certificate, and no other of that kind. */
export function keyHash({ certificate }: Certificate): string {
  const { publicKey } = new X509Certificate(readFileSync(certificate));
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");
}
