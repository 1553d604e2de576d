import { Task } from "./task.svelte.ts";

/** A form: its fields by name, and what sending it does. What is empty or wrong gets the focus. */
export class Form<Name extends string> extends Task {
  /** Bound by whoever shows them. */
  readonly fields = $state<Partial<Record<Name, HTMLInputElement>>>({});
  /** Those that must not be empty, and were. */
  #missing = $state.raw<readonly Name[]>([]);
  readonly #required: readonly Name[];

  constructor(...required: Name[]) {
    super();
    this.#required = required;
  }

  /** Whether that one must not be empty, and was. */
  lacks(name: Name): boolean {
    return this.#missing.includes(name);
  }

  /** Whether anything was missing, so that nothing was sent. */
  get incomplete(): boolean {
    return this.#missing.length > 0;
  }

  /** The password was not the right one. */
  get refused(): boolean {
    return this.failure?.code === "bad_credentials";
  }

  /**
   * Sends what was typed, unless something is missing; says whether it was done.
   *
   * @param wrong which field a refusal is about, if it is about one
   */
  async submit(
    event: SubmitEvent,
    send: (typed: Record<Name, string>) => Promise<unknown>,
    wrong: () => Name | undefined,
  ): Promise<boolean> {
    event.preventDefault();
    if (this.working || this.held) return false;
    // Read from the fields themselves: some password managers fill them without telling anybody.
    const typed = {} as Record<Name, string>;
    for (const name of Object.keys(this.fields) as Name[]) typed[name] = this.fields[name]?.value ?? "";
    this.#missing = this.#required.filter((name) => !typed[name]);
    const [first] = this.#missing;
    if (first) {
      this.failure = undefined;
      this.fields[first]?.focus();
      return false;
    }
    if (await this.run(() => send(typed))) return true;
    const name = wrong();
    const field = name && this.fields[name];
    field?.focus();
    if (this.refused) field?.select();
    return false;
  }
}
