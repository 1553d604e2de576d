import { copyFile, writeFile } from "node:fs/promises";
import { connect } from "node:tls";
import { expect, test } from "@playwright/test";
import { selfSigned } from "../support/certificate.ts";
import { freePort } from "../support/ports.ts";
import { Server } from "../support/server.ts";
import { ask } from "../support/wire.ts";

/** The name in the certificate that a new connection is shown. */
function shown(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      resolve(`${socket.getPeerCertificate().subject.CN}`);
      socket.destroy();
    });
    socket.once("error", reject);
  });
}

test("a renewed certificate is used without a restart, a broken one is not", async () => {
  const files = selfSigned("first.example.com");
  const renewed = selfSigned("second.example.com");
  const port = await freePort();
  const server = await Server.start({
    port,
    flags: [
      `--public-origin=https://first.example.com:${port}`,
      `--tls-certificate=${files.certificate}`,
      `--tls-key=${files.key}`,
    ],
  });
  try {
    expect(await shown(port)).toBe("first.example.com");

    await writeFile(files.key, "nothing");
    await expect.poll(() => server.output, { timeout: 30_000 }).toContain("the one before stays in service");
    expect(server.output).toContain(`tls.key = ${files.key}`);
    expect(await shown(port)).toBe("first.example.com");

    await copyFile(renewed.certificate, files.certificate);
    await copyFile(renewed.key, files.key);
    await expect.poll(() => shown(port), { timeout: 30_000 }).toBe("second.example.com");
    expect((await ask(`https://first.example.com:${port}/api/getsession`)).status).toBe(200);
  } finally {
    await server.remove();
  }
});
