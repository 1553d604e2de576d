// What the controls answer: our own server's answers, taken off the wire, or the samples while there is no server to ask.
import { cpSync, writeFileSync } from "node:fs";
import { say } from "./build.mjs";
import { get, start } from "./launch.mjs";
import { at, folder } from "./paths.mjs";
import { dataFolder, fill } from "./sessions.mjs";

const PATHS = { getsession: "/api/getsession", data: "/api/data" };

/** The folder of recorded answers. `options.controls` tells afterwards whether they are our server's own. */
export async function record(server, options) {
  const recorded = folder("recorded");
  cpSync(at("sample"), recorded, { recursive: true });
  try {
    await recordOurs(server, options, recorded);
    options.controls = "recorded";
  } catch (error) {
    say(`the controls answer with the samples: our own server could not be asked (${error.message})`);
    options.controls = "samples";
  }
  return recorded;
}

async function recordOurs(server, options, recorded) {
  const running = await start(server, { port: options.port, data: dataFolder(server, options), recorded, more: ["--log-access", "off"] });
  try {
    const [cookie] = await fill(server, options);
    for (const [name, path] of Object.entries(PATHS)) {
      const { status, rawHeaders, body } = await get(options.port, path, cookie);
      const lines = rawHeaders.flatMap((text, i) => (i % 2 === 0 ? [`${text}: ${rawHeaders[i + 1]}`] : []));
      writeFileSync(`${recorded}/${name}.http`, `HTTP/1.1 ${status} OK\n${lines.join("\n")}\n\n${body}\n`);
    }
  } finally {
    await running.stop();
  }
}
