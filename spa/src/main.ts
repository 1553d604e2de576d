import "./app.css";
import { createLatchkey } from "@latchkey/client";
import { mount } from "svelte";
import App from "./App.svelte";
import { apiOrigin } from "./lib/apiOrigin.ts";
import { Dialogs } from "./lib/dialogs.svelte.ts";

async function start(target: HTMLElement): Promise<void> {
  const baseUrl = await apiOrigin(document, (path) => fetch(path), import.meta.env.VITE_API_ORIGIN);
  const dialogs = new Dialogs();
  const latchkey = createLatchkey({ baseUrl, replay: true, reauthenticate: () => dialogs.askPassword() });
  mount(App, { target, props: { latchkey, dialogs } });
}

const target = document.getElementById("app");
if (target) void start(target);
