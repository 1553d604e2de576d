/** What whoever runs the site makes of the pages; see docs/theming.md. */
export interface Theme {
  /** Of what one logs in to. */
  readonly name: string;
  /** Path of a picture that stands for it; without one, Latchkey's own. */
  readonly logo?: string;
  /** CSS colours of the two schemes, and what is written on them. */
  readonly accent?: string;
  readonly onAccent?: string;
  readonly accentDark?: string;
  readonly onAccentDark?: string;
  /** A line below the login, and where it leads. */
  readonly help?: string;
  readonly helpLink?: string;
}

const current: Theme = { name: "Latchkey" };

export function theme(): Theme {
  return current;
}

/** Of a document. */
export function pageTitle(page: string): string {
  return `${page} · ${current.name}`;
}
