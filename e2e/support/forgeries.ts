import type { Frame } from "@playwright/test";
import type { Deployment } from "./deployment.ts";
import type { Mallory } from "./mallory.ts";

/** A request that a page makes a browser send to an API that is not its own. */
export interface Forgery {
  readonly name: string;
  readonly route: "/api/logout" | "/api/login";
  readonly by: "form" | "top-level form" | "fetch" | "beacon" | "image" | "frame" | "link";
  readonly method?: "GET" | "POST";
  readonly type?: string;
  readonly mode?: "cors" | "no-cors";
  /** Whether the browser asks with OPTIONS first. */
  readonly isAskedAbout?: true;
}

export const attacks: readonly [Forgery, ...Forgery[]] = [
  { name: "a form that logs out", route: "/api/logout", by: "form" },
  { name: "a form in a new tab that logs out", route: "/api/logout", by: "top-level form" },
  { name: "a form whose text is JSON", route: "/api/login", by: "form", type: "text/plain" },
  { name: "a form with parts", route: "/api/login", by: "form", type: "multipart/form-data" },
  { name: "a form that logs in", route: "/api/login", by: "top-level form" },
  {
    name: "a blind fetch that logs out",
    route: "/api/logout",
    by: "fetch",
    mode: "no-cors",
    type: "text/plain",
  },
  {
    name: "a blind fetch of JSON as text",
    route: "/api/login",
    by: "fetch",
    mode: "no-cors",
    type: "text/plain",
  },
  { name: "a fetch of JSON as text", route: "/api/login", by: "fetch", mode: "cors", type: "text/plain" },
  {
    name: "a fetch of JSON",
    route: "/api/login",
    by: "fetch",
    mode: "cors",
    type: "application/json",
    isAskedAbout: true,
  },
  { name: "a beacon that logs out", route: "/api/logout", by: "beacon", type: "text/plain" },
  { name: "a beacon of JSON as text", route: "/api/login", by: "beacon", type: "text/plain" },
  { name: "an image that logs out", route: "/api/logout", by: "image", method: "GET" },
  { name: "a frame that logs out", route: "/api/logout", by: "frame", method: "GET" },
  { name: "a link that logs out", route: "/api/logout", by: "link", method: "GET" },
  { name: "a fetch that logs out by GET", route: "/api/logout", by: "fetch", method: "GET", mode: "cors" },
  {
    name: "a blind fetch that logs out by GET",
    route: "/api/logout",
    by: "fetch",
    method: "GET",
    mode: "no-cors",
  },
];

/** Lets a hostile page try once. */
export async function forge(
  frame: Frame,
  { name: _, isAskedAbout: __, ...attack }: Forgery,
  deployment: Deployment,
  mallory: Mallory,
): Promise<void> {
  const url = deployment.apiOrigin + attack.route;
  await frame.evaluate(send, { ...attack, url, body: mallory.credentials });
}

type Sending = Omit<Forgery, "name" | "isAskedAbout"> & { url: string; body: string };

/** Runs in the hostile page. */
function send({ by, method = "POST", mode = "cors", type, url, body }: Sending): void {
  const blob = new Blob([body], { type: type ?? "" });
  switch (by) {
    case "form":
    case "top-level form": {
      const form = document.createElement("form");
      form.method = "post";
      form.action = url;
      form.enctype = type ?? "application/x-www-form-urlencoded";
      // A frame that an earlier form still ends up in would drop this one.
      const target = `target ${document.forms.length}`;
      form.target = by === "form" ? target : "_blank";
      const field = document.createElement("input");
      // As text/plain the pair "name=value" is valid JSON that says what the attacker wants.
      field.name = `${body.slice(0, -1)},"padding":"`;
      field.value = '"}';
      form.append(field);
      if (by === "form") {
        const frame = document.createElement("iframe");
        frame.name = target;
        document.body.append(frame);
      }
      document.body.append(form);
      form.submit();
      return;
    }
    case "fetch": {
      const init: RequestInit = { method, mode, credentials: "include" };
      if (method === "POST") init.body = blob;
      fetch(url, init).catch(() => undefined);
      return;
    }
    case "beacon":
      navigator.sendBeacon(url, blob);
      return;
    case "image": {
      const image = document.createElement("img");
      image.src = url;
      document.body.append(image);
      return;
    }
    case "frame": {
      const frame = document.createElement("iframe");
      frame.src = url;
      document.body.append(frame);
      return;
    }
    case "link": {
      const link = document.createElement("a");
      link.href = url;
      link.target = "_blank";
      link.rel = "opener";
      document.body.append(link);
      link.click();
      return;
    }
    default:
      by satisfies never;
  }
}
