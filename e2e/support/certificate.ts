import { execFileSync } from "node:child_process";
import { createHash, X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A certificate nobody signed, which the browser under test accepts by the hash of its key alone. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
  /** Both in one file, as HAProxy wants them. */
  readonly both: string;
  /** Base64 SHA-256 of the public key, for `--ignore-certificate-errors-spki-list`. */
  readonly keyHash: string;
}

export function makeCertificate(folder: string, hosts: string[]): Certificate {
  const certificate = join(folder, "certificate.pem");
  const key = join(folder, "key.pem");
  const both = join(folder, "both.pem");
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  execFileSync(
    "openssl",
    [
      ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"],
      ["-subj", "/CN=Latchkey tests", "-addext", `subjectAltName=${names}`],
      ["-keyout", key, "-out", certificate],
    ].flat(),
    { stdio: "ignore" },
  );
  const pem = readFileSync(certificate);
  writeFileSync(both, Buffer.concat([pem, readFileSync(key)]));
  const publicKey = new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" });
  return { certificate, key, both, keyHash: createHash("sha256").update(publicKey).digest("base64") };
}
