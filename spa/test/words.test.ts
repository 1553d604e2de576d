import { readdirSync, readFileSync } from "node:fs";
import { parse } from "svelte/compiler";
import { afterEach, describe, expect, it } from "vitest";
import { after, exactTime, relativeTime } from "../src/lib/relativeTime.ts";
import { choose, type Key, languages, say, speak } from "../src/lib/words.ts";
import { ar } from "../src/words/ar.ts";
import { de } from "../src/words/de.ts";
import { en } from "../src/words/en.ts";
import { es } from "../src/words/es.ts";
import { fr } from "../src/words/fr.ts";
import { ja } from "../src/words/ja.ts";

const catalogues = { en, de, fr, es, ja, ar };
const keys = Object.keys(en) as Key[];
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([whole]) => whole).sort();
const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.startsWith("words"))
  .map((name) => [name, readFileSync(`src/${name}`, "utf8")] as const);
const components = sources.filter(([name]) => name.endsWith(".svelte"));

afterEach(() => speak(["en"], document.documentElement));

it("there is a catalogue for each language", () => {
  expect(Object.keys(catalogues)).toEqual(languages);
});

describe.each(Object.entries(catalogues))("the catalogue %s", (_, catalogue) => {
  it("says everything that English does, and nothing else", () => {
    expect(Object.keys(catalogue)).toEqual(keys);
  });
  it("fills in the same in each sentence", () => {
    for (const key of keys) {
      expect(placeholders(catalogue[key]), key).toEqual(placeholders(en[key]));
    }
  });
  it("has no sentence that is empty, has blanks around it or blames with an exclamation mark", () => {
    for (const key of keys) expect(catalogue[key], key).toMatch(/^\S([^!！]*[^\s!！])?$/);
  });
});

const sharedWithEnglish = ["fr sessions.title", "de time.clock"];
it.each(languages.filter((language) => language !== "en"))("%s is translated, not copied", (language) => {
  const same = keys.filter((key) => catalogues[language][key] === en[key]);
  expect(same.filter((key) => !sharedWithEnglish.includes(`${language} ${key}`))).toEqual([]);
});

it("every key is used", () => {
  const all = sources.map(([, text]) => text).join("\n");
  expect(keys.filter((key) => !all.includes(`"${key}"`))).toEqual([]);
});

const SEEN = new Set(["aria-label", "title", "alt", "placeholder", "label", "showLabel"]);

/** Text of a component that somebody may read and that is in no catalogue. */
function literals(source: string): string[] {
  const found: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const { type, data, name, value } = node as {
      type?: string;
      data?: string;
      name?: string;
      value?: unknown;
    };
    if (type === "Text" && /\p{L}/u.test(data ?? "")) found.push(data ?? "");
    if (type === "Attribute" && !SEEN.has(name ?? "")) {
      // The rest of the attributes are for programs; expressions in them are looked at all the same.
      visit(Array.isArray(value) ? value.filter((part) => part.type !== "Text") : value);
      return;
    }
    // A sentence within an expression; a key or a class has no blank after a capital.
    if (type === "Literal" && typeof value === "string" && /^\p{Lu}.* /u.test(value)) found.push(value);
    for (const child of Object.values(node)) visit(child);
  };
  const { fragment, instance } = parse(source, { modern: true });
  visit([fragment, instance?.content]);
  return found;
}

it("what looks for text in components finds some", () => {
  expect(literals('<script>const a = "Some text";</script><p title="Told">Seen</p>')).toEqual([
    "Told",
    "Seen",
    "Some text",
  ]);
});

it.each(components)("%s has no text of its own", (_, source) => {
  expect(literals(source)).toEqual([]);
});

describe("the language", () => {
  it.each([
    [["de-AT", "en"], "de", "de-AT"],
    [["pt-BR", "fr-CA", "en"], "fr", "fr-CA"],
    [["JA"], "ja", "JA"],
    [["en-US"], "en", "en-US"],
    [["ar-u-nu-latn"], "ar", "ar-u-nu-latn"],
    [["de_DE"], "en", "en-GB"],
    [["de-x"], "de", "de"],
    [["pt", "zh-Hant"], "en", "en-GB"],
    [[], "en", "en-GB"],
  ])("for %j is %s, and dates are written as in %s", (preferred, language, locale) => {
    expect(choose(preferred)).toEqual({ language, locale });
  });

  it.each([
    ["de-DE", "de", "ltr", "Anmelden", "vor 3 Minuten", "in 30 Sekunden"],
    ["fr-FR", "fr", "ltr", "Se connecter", "il y a 3 minutes", "dans 30 secondes"],
    ["es-MX", "es", "ltr", "Iniciar sesión", "hace 3 minutos", "dentro de 30 segundos"],
    ["ja-JP", "ja", "ltr", "ログイン", "3 分前", "30 秒後"],
    ["ar", "ar", "rtl", "تسجيل الدخول", "قبل 3 دقائق", "خلال 30 ثانية"],
    ["en-US", "en", "ltr", "Log in", "3 minutes ago", "in 30 seconds"],
  ])(
    "%s is told to the browser, with its direction, and times are its own",
    async (tag, lang, dir, word, ago, soon) => {
      await speak([tag], document.documentElement);
      expect([document.documentElement.lang, document.documentElement.dir]).toEqual([lang, dir]);
      expect(say("login.submit")).toBe(word);
      expect(relativeTime("2026-01-01T11:57:00Z", Date.parse("2026-01-01T12:00:00Z"))).toBe(ago);
      expect(after(30)).toBe(soon);
      expect(exactTime("2026-01-01T12:00:00Z")).toBe(
        new Intl.DateTimeFormat(tag, { dateStyle: "long", timeStyle: "long" }).format(
          Date.parse("2026-01-01T12:00:00Z"),
        ),
      );
    },
  );

  it("sets a name apart where words run from right to left, and nowhere else", async () => {
    expect(say("user.hello", { name: "Jane" })).toBe("Hello, Jane");
    await speak(["ar"], document.documentElement);
    expect(say("user.hello", { name: "Jane" })).toBe("مرحبًا \u2068Jane\u2069");
  });

  it("is among those of the pages that the server writes itself", () => {
    const folders = readdirSync("..").map((module) => `../${module}/src/main/resources`);
    const files = folders.flatMap((folder) => {
      try {
        return readdirSync(folder, { recursive: true, encoding: "utf8" });
      } catch {
        return [];
      }
    });
    const written = files.map((file) => /words_(\w+)\.properties$/.exec(file)?.[1]).filter(Boolean);
    expect(new Set(written)).toEqual(new Set(languages));
  });
});
