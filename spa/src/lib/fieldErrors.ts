import type { FieldError, LatchkeyError } from "@latchkey/client";

/** What is wrong with one field, in a sentence; nothing where nothing is. */
export function wrongWith(
  field: string,
  failure: Pick<LatchkeyError, "errors"> | undefined,
  minimumLength?: number,
): string | undefined {
  const error = failure?.errors.find((candidate) => candidate.field === field);
  return error && sentence(error, minimumLength);
}

function sentence({ code, message }: FieldError, minimumLength: number | undefined): string {
  switch (code) {
    case "too_short":
      return minimumLength ? `Use at least ${minimumLength} characters.` : "Use a longer password.";
    case "too_common":
      return "Many people use this password, so it is guessed first. Choose another.";
    case "too_regular":
      return "This follows a simple pattern and is guessed early. Choose something less regular.";
    case "like_the_name":
      return "This is too much like your name. Choose something unrelated.";
    default:
      return /[.!?]$/.test(message) ? message : `${message}.`;
  }
}
