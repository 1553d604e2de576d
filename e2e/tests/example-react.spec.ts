import { buildPage, JavaExample } from "../support/examples.ts";
import { showsNotes } from "../support/notes.ts";
import { freePort } from "../support/ports.ts";

showsNotes("Spring Boot that serves a page in React", async () => {
  await buildPage("spring-boot");
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const program = await JavaExample.start("spring-boot", "dev.latchkey.examples.boot.NotesApplication", {
    port,
    args: [`--server.port=${port}`, `--latchkey.public-origin=${origin}`],
  });
  return { page: origin, api: origin, name: "jane", program, stop: () => program.stop() };
});
