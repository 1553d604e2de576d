// What the controls answer: our own server's answer, taken off the wire.
import { readFileSync, writeFileSync } from "node:fs";
import { get } from "./launch.mjs";
import { CHECK, withOurs } from "./ours.mjs";
import { folder } from "./paths.mjs";
import { copyOf, seeded } from "./seed.mjs";

/** The folder of recorded answers. */
export async function record(options) {
  const recorded = folder("recorded");
  const store = copyOf(seeded(options.sessions));
  try {
    const cookie = readFileSync(store.cookies, "utf8").split("\n", 1)[0];
    const { status, rawHeaders, body } = await withOurs(store, options, ({ port }) => get(port, CHECK, { cookie }));
    const lines = rawHeaders.flatMap((text, i) => (i % 2 === 0 ? [`${text}: ${rawHeaders[i + 1]}`] : []));
    writeFileSync(`${recorded}/getsession.http`, `HTTP/1.1 ${status} OK\n${lines.join("\n")}\n\n${body}\n`);
    return recorded;
  } finally {
    store.remove();
  }
}
