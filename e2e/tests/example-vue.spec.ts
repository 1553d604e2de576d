import { BuiltPage, JavaExample } from "../support/examples.ts";
import { showsNotes } from "../support/notes.ts";
import { freePort } from "../support/ports.ts";
import { StaticHost } from "../support/staticHost.ts";

showsNotes("Spring Boot and a page in Vue of another origin", async () => {
  const [port, pagePort] = [await freePort(), await freePort()];
  const api = `http://localhost:${port}`;
  const page = `http://localhost:${pagePort}`;
  const built = await BuiltPage.of("spring-boot-vue", { VITE_API: api });
  const host = await StaticHost.start({ port: pagePort, apiOrigin: api, dir: built.folder });
  const program = await JavaExample.start("spring-boot-vue", "dev.latchkey.examples.vue.NotesApi", {
    port,
    args: [`--server.port=${port}`, `--latchkey.public-origin=${api}`, `--latchkey.spa-origins=${page}`],
  });
  const stop = async () => {
    await program.stop();
    await host.stop();
    await built.remove();
  };
  return { page, api, name: "jane", program, stop };
});
