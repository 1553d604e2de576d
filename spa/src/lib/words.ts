import { en } from "../words/en.ts";

export type Key = keyof typeof en;
/** All that is said in one language. */
export type Catalogue = Readonly<Record<Key, string>>;

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;
export type Values<K extends Key> = Readonly<Record<Placeholder<(typeof en)[K]>, string | number>>;

// One file each, so that nobody waits for languages of others. English is part of the app: it is there when nothing else is.
const catalogues = {
  en: async () => en,
  de: async () => (await import("../words/de.ts")).de,
  fr: async () => (await import("../words/fr.ts")).fr,
  es: async () => (await import("../words/es.ts")).es,
  ja: async () => (await import("../words/ja.ts")).ja,
  ar: async () => (await import("../words/ar.ts")).ar,
} satisfies Record<string, () => Promise<Catalogue>>;

export type Language = keyof typeof catalogues;
/** The first is for those who understand none of them. */
export const languages = Object.keys(catalogues) as Language[];

const FALLBACK = { language: "en", locale: "en-GB" } as const;
const PLACEHOLDER = /\{(\w+)\}/;

let spoken: Catalogue = en;
let isRightToLeft = false;
let locale: string = FALLBACK.locale;

/**
 * The language that suits best, by RFC 4647 §3.4, and the person's own tag of it: two regions write dates of one language
 * differently.
 */
export function choose(preferred: readonly string[]): { language: Language; locale: string } {
  for (const tag of preferred) {
    const primary = tag.split("-")[0]?.toLowerCase();
    const language = languages.find((known) => known === primary);
    if (language) return { language, locale: isLocale(tag) ? tag : language };
  }
  return FALLBACK;
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** From now on speaks what a person prefers. Before anything is shown: nothing changes its language in sight. */
export async function speak(preferred: readonly string[], root: HTMLElement): Promise<void> {
  let chosen: { language: Language; locale: string } = choose(preferred);
  try {
    spoken = await catalogues[chosen.language]();
  } catch {
    chosen = FALLBACK; // the words did not arrive, and logging in matters more
    spoken = en;
  }
  locale = chosen.locale;
  root.lang = chosen.language;
  isRightToLeft = chosen.language === "ar";
  root.dir = isRightToLeft ? "rtl" : "ltr";
}

/** How dates and numbers are written. */
export function currentLocale(): string {
  return locale;
}

export function say<K extends Key>(
  key: K,
  ...[values]: Placeholder<(typeof en)[K]> extends never ? [] : [Values<K>]
): string {
  const given: Readonly<Record<string, string | number>> = values ?? {};
  return pieces(key)
    .map(({ text, name }) => (name === undefined ? text : written(given[name] ?? "")))
    .join("");
}

/** A sentence, taken apart where something is filled in. */
export function pieces(key: Key): readonly { readonly text: string; readonly name?: string }[] {
  return spoken[key]
    .split(PLACEHOLDER)
    .map((text, at) => (at % 2 === 0 ? { text } : { text: "", name: text }))
    .filter(({ text, name }) => text !== "" || name !== undefined);
}

/** Between right-to-left words a name or an address would draw its neighbours along: it is set apart (UAX #9 §2.4). */
function written(value: string | number): string {
  const text = typeof value === "number" ? new Intl.NumberFormat(locale).format(value) : value;
  return isRightToLeft ? `\u2068${text}\u2069` : text;
}
