import { readable } from "svelte/store";

const every = (milliseconds: number) =>
  readable(Date.now(), (set) => {
    set(Date.now());
    const timer = setInterval(() => set(Date.now()), milliseconds);
    return () => clearInterval(timer);
  });

/** The time in milliseconds, twice a minute while somebody looks. */
export const clock = every(30_000);

/** The same, for a countdown. */
export const seconds = every(1_000);
