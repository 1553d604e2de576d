import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const template = readFileSync("templates/index.html", "utf8");
const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".svelte"))
  .map((name) => [name, readFileSync(`src/${name}`, "utf8")] as const);

it.each([
  '<meta name="csrf-token" content="{{ csrf_token() }}">',
  '<meta property="csp-nonce" nonce="{{ nonce() }}">',
  '<script type="application/json" id="latchkey-bootstrap" nonce="{{ nonce() }}">{{ bootstrap() }}</script>',
  "{{ asset('src/main.ts') }}",
  "{{ url_for('static', filename='favicon.svg') }}",
])("the page has %s", (piece) => {
  expect(template).toContain(piece);
});

it.each([["index.html", template] as const, ...sources])(
  "%s has nothing the content security policy forbids",
  (_, text) => {
    expect(text).not.toMatch(/\sstyle=|\sstyle:|\son\w+="|javascript:|\{@html/);
  },
);

it.each(sources)("%s renders and raises intents: no fetch, no timer, no cookie, no storage", (_, text) => {
  expect(text).not.toMatch(/\bfetch\(|setTimeout|setInterval|document\.cookie|localStorage|sessionStorage/);
});

it("the command that runs the demo knows every page of it, so that anything else is 404", () => {
  const told = / routes="([^"]+)"/.exec(readFileSync("../run", "utf8"))?.[1]?.split(" ");
  const routes = [...readFileSync("src/lib/routes.ts", "utf8").matchAll(/"(\/[^"]*)":/g)].map(
    ([, path]) => path,
  );
  expect(new Set(told)).toEqual(new Set(routes));
});
