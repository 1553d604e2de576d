import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
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
