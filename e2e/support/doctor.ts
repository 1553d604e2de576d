import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brief, launcher } from "./server.ts";

export interface Diagnosis {
  exitCode: number;
  verdict: "healthy" | "broken";
  failure?: { step: string; cause: string; what: string; value: string; why: string; cure: string };
  fine: { step: string; seen: string }[];
}

/** `latchkey doctor --live`, for which the hosts of the tests are on this machine. */
export async function live(url: string, args: string[] = []): Promise<Diagnosis> {
  const { exitCode, output } = await latchkey(["doctor", "--live", url, "--json", ...args]);
  return { exitCode, ...JSON.parse(output) };
}

/** Runs a command of the packaged program to its end; nothing it exits with is a failure of the test yet. */
export function latchkey(args: string[]): Promise<{ exitCode: number; output: string; errors: string }> {
  const hosts = join(mkdtempSync(join(tmpdir(), "latchkey-hosts-")), "hosts");
  const names = ["localhost", "app.example.com", "www.example.com", "api.one.example"];
  writeFileSync(hosts, names.map((name) => `127.0.0.1 ${name}\n`).join(""));
  const env = { ...process.env, LATCHKEY_JAVA_OPTS: `-Djdk.net.hosts.file=${hosts} ${brief}` };
  return new Promise((resolve) => {
    execFile(launcher, args, { env, timeout: 60_000 }, (error, output, errors) =>
      resolve({ exitCode: typeof error?.code === "number" ? error.code : error ? -1 : 0, output, errors }),
    );
  });
}
