import "./app.css";
import { createLatchkey } from "@latchkey/client";
import { hearEnds } from "@latchkey/client/events";
import { mount, unmount } from "svelte";
import App from "./App.svelte";
import { base } from "./lib/base.ts";
import { configuration } from "./lib/configuration.ts";
import { Dialogs } from "./lib/dialogs.svelte.ts";
import { wear } from "./lib/theme.ts";
import { speak } from "./lib/words.ts";
import Unreachable from "./parts/Unreachable.svelte";

async function start(target: HTMLElement): Promise<void> {
  await speak(navigator.languages, document.documentElement);
  let outage: Record<string, unknown> | undefined;
  const { apiOrigin, theme } = await configuration(
    document,
    (path) => fetch(base + path),
    import.meta.env.VITE_API_ORIGIN,
    {
      onOutage: () => {
        outage = mount(Unreachable, { target });
      },
    },
  );
  if (outage) await unmount(outage);
  wear(theme, document);
  const dialogs = new Dialogs();
  const latchkey = createLatchkey({
    baseUrl: apiOrigin,
    replay: true,
    reauthenticate: () => dialogs.askPassword(),
  });
  hearEnds(latchkey);
  mount(App, { target, props: { latchkey, dialogs } });
}

const target = document.getElementById("app");
if (target) void start(target);
