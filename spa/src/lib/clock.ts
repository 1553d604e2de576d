import { readable } from "svelte/store";

/** The time in milliseconds, twice a minute while somebody looks. */
export const clock = readable(Date.now(), (set) => {
  set(Date.now());
  const timer = setInterval(() => set(Date.now()), 30_000);
  return () => clearInterval(timer);
});
