import type { FieldError, LatchkeyError } from "@latchkey/client";
import { say } from "./words.ts";

/** What is wrong with one field, in a sentence; nothing where nothing is. */
export function wrongWith(
  field: string,
  failure: Pick<LatchkeyError, "errors"> | undefined,
  minimumLength?: number,
): string | undefined {
  const error = failure?.errors.find((candidate) => candidate.field === field);
  return error && sentence(error, minimumLength);
}

function sentence({ field, code, message }: FieldError, minimumLength: number | undefined): string {
  switch (code) {
    case "too_short":
      return minimumLength ? say("rules.useLength", { count: minimumLength }) : say("rules.useLonger");
    case "too_common":
      return say("rules.tooCommon");
    case "too_regular":
      return say("rules.tooRegular");
    case "like_the_name":
      return say("rules.likeTheName");
    case "not_accepted":
      if (field === "username") return say("rules.username");
      if (field === "name") return say("rules.name");
      return sentenceOf(message);
    default:
      return sentenceOf(message);
  }
}

/** The server's own words: of a rule that this app does not know. */
function sentenceOf(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
