/**
 * Where to go after a login, from an untrusted `next`: the path if it is certainly one of this site's own
 * pages, else `otherwise`. Stops open redirects (ASVS 5.0 V3.7.2): `//evil`, `/\evil`, `/%2fevil`, `/.//evil`,
 * control characters, schemes, and anything longer than 2 KiB.
 */
export function localPath(next: unknown, otherwise = "/"): string {
  // A browser's own location is plain ASCII already, so nothing honest is lost here.
  if (typeof next !== "string" || next.length > 2048 || !/^\/(?![/\\])[!-[\]-~]*$/.test(next))
    return otherwise;
  try {
    const { pathname, search, hash } = new URL(next, "http://here.invalid");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    return /^\/[/\\]|[\\\x00-\x1f\x7f]/.test(decodeURIComponent(pathname))
      ? otherwise
      : pathname + search + hash;
  } catch {
    return otherwise;
  }
}
