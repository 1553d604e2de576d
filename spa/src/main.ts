import "./app.css";
import { createLatchkey } from "@latchkey/client";
import { mount, unmount } from "svelte";
import App from "./App.svelte";
import { apiOrigin } from "./lib/apiOrigin.ts";
import { Dialogs } from "./lib/dialogs.svelte.ts";
import { speak } from "./lib/words.ts";
import Unreachable from "./parts/Unreachable.svelte";

async function start(target: HTMLElement): Promise<void> {
  await speak(navigator.languages, document.documentElement);
  let outage: Record<string, unknown> | undefined;
  const baseUrl = await apiOrigin(document, (path) => fetch(path), import.meta.env.VITE_API_ORIGIN, {
    onOutage: () => {
      outage = mount(Unreachable, { target });
    },
  });
  if (outage) await unmount(outage);
  const dialogs = new Dialogs();
  const latchkey = createLatchkey({ baseUrl, replay: true, reauthenticate: () => dialogs.askPassword() });
  mount(App, { target, props: { latchkey, dialogs } });
}

const target = document.getElementById("app");
if (target) void start(target);
