import { Task } from "./task.svelte.ts";

/** A form: its fields by name, and what sending it does. What is empty or wrong gets the focus. */
export class Form<Name extends string> extends Task {
  /** Bound by whoever shows them. */
  readonly fields = $state<Partial<Record<Name, HTMLInputElement>>>({});
  /** The first of those that must not be empty, and was. */
  missing = $state<Name>();
  readonly #required: readonly Name[];

  constructor(...required: Name[]) {
    super();
    this.#required = required;
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
    this.missing = this.#required.find((name) => !typed[name]);
    if (this.missing) {
      this.failure = undefined;
      this.fields[this.missing]?.focus();
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
