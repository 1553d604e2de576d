import { BuiltPage, JavaExample } from "../support/examples.ts";
import { showsNotes } from "../support/notes.ts";
import { freePort } from "../support/ports.ts";
import { ReverseProxy } from "../support/proxies.ts";

showsNotes("Tomcat and a page in Svelte behind one proxy", async () => {
  const port = await freePort();
  const built = await BuiltPage.of("tomcat");
  const proxy = await ReverseProxy.reserve("nginx", { files: built.folder });
  const program = await JavaExample.start("tomcat", "dev.latchkey.examples.tomcat.App", {
    port,
    options: [`-Dport=${port}`, `-Dorigin=${proxy.origin}`],
  });
  await proxy.start(port);
  const stop = async () => {
    await proxy.stop();
    await program.stop();
    await built.remove();
  };
  return { page: proxy.origin, api: proxy.origin, name: "Jane", program, stop };
});
