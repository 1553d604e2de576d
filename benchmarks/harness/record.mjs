// What the controls answer: our own server's answers, taken off the wire, or the samples while there is no server to ask.
import { cpSync, writeFileSync } from "node:fs";
import { say } from "./build.mjs";
import { get, start } from "./launch.mjs";
import { at, folder } from "./paths.mjs";
import { dataFolder, fill, resetStore } from "./sessions.mjs";

const PATHS = { getsession: "/api/getsession", data: "/api/data" };

/** The folder of recorded answers. */
export async function record(server, options) {
  const recorded = folder("recorded");
  cpSync(at("sample"), recorded, { recursive: true });
  if (!server) {
    say("controls answer with the samples: our own server is not among the rows");
    return recorded;
  }
  resetStore(server, options);
  const running = await start(server, { port: options.port, data: dataFolder(server, options), recorded });
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
  return recorded;
}
