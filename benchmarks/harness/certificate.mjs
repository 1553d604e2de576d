// A certificate for localhost, for the rows over TLS.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./paths.mjs";

export function certificate() {
  const certificate = join(folder("tls"), "certificate.pem");
  const key = join(folder("tls"), "key.pem");
  if (!existsSync(certificate)) {
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=localhost",
      "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate], { stdio: "ignore" });
  }
  return { certificate, key };
}
