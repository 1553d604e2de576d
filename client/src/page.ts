import type { World } from "./world.js";

/**
 * Follows the page until the returned function is called.
 *
 * @param back somebody looks again, or the network is back
 * @param hidden the page is left; told whether the browser may show it again as it stands
 * @param shown the page is there; told whether it was kept
 */
export function watchPage(
  { window, document }: World,
  back: () => void,
  hidden: (isKept: boolean) => void,
  shown: (isKept: boolean) => void,
): () => void {
  const over = new AbortController();
  const on = (target: EventTarget | null, type: string, act: (isKept: boolean) => void) =>
    target?.addEventListener(type, (event) => act((event as PageTransitionEvent).persisted), over);
  on(document, "visibilitychange", () => document?.visibilityState === "visible" && back());
  on(window, "online", back);
  on(window, "pagehide", hidden);
  on(window, "pageshow", shown);
  return () => over.abort();
}
