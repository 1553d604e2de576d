/** What whoever runs the site makes of the pages; see docs/theming.md. */
export interface Theme {
  /** Of what one logs in to. */
  readonly name: string;
  /** Path of a picture that stands for it; without one, Latchkey's own. */
  readonly logo?: string;
  /** `#rrggbb`, in the light scheme and in the dark. */
  readonly accent?: string;
  readonly accentDark?: string;
  /** A line below the login, and where it leads. */
  readonly help?: string;
  readonly helpLink?: string;
  /** Path where a login leads that was on the way nowhere. */
  readonly home?: string;
}

const PLAIN: Theme = { name: "Latchkey" };

// The server checked what it tells; a host of files tells what somebody wrote, and what does not fit is left out.
const FITS: { readonly [K in keyof Required<Theme>]: RegExp } = {
  name: /^.{1,40}$/u,
  logo: /^\/(?![/\\])[!-~]*$/,
  accent: /^#[0-9a-f]{6}$/i,
  accentDark: /^#[0-9a-f]{6}$/i,
  help: /^.{1,200}$/u,
  helpLink: /^(\/(?![/\\])|https:\/\/|mailto:)[!-~]*$/,
  home: /^\/(?![/\\])[!-~]*$/,
};

let current: Theme = PLAIN;

export function theme(): Theme {
  return current;
}

/** Of a document. */
export function pageTitle(page: string): string {
  return `${page} · ${current.name}`;
}

/** What a text says of the looks, as far as it fits. */
export function readTheme(told: unknown): Theme {
  const own = typeof told === "object" && told !== null ? (told as Record<string, unknown>) : {};
  const fitting = Object.entries(FITS).filter(([key, rule]) => {
    const value = own[key];
    return typeof value === "string" && rule.test(value);
  });
  return { ...PLAIN, ...Object.fromEntries(fitting.map(([key]) => [key, own[key]])) };
}

/** From now on looks so; before anything is shown. */
export function wear(told: unknown, page: Document): void {
  current = readTheme(told);
  const { accent, accentDark, logo } = current;
  // Through the object model: a policy without inline styles lets that pass, and a value can be nothing but a value.
  const { style } = page.documentElement;
  if (accent) style.setProperty("--own-accent", accent);
  const dark = accentDark ?? (accent && `color-mix(in srgb, ${accent}, white 60%)`);
  if (dark) style.setProperty("--own-accent-dark", dark);
  const icon = page.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (logo && icon) {
    icon.removeAttribute("type");
    icon.href = logo;
  }
}
