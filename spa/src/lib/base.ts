/**
 * Where a build lies on its origin, by the address of one of its scripts, which are in `assets/`: an empty string for the root,
 * else a path without a slash at its end.
 */
export function baseOf(script: string): string {
  return new URL("..", script).pathname.replace(/\/$/, "");
}

/** Where this app lies: `/login-app`, or nothing. Vite's own server has the sources elsewhere, and the app at the root. */
export const base: string = import.meta.env.DEV ? "" : baseOf(import.meta.url);
