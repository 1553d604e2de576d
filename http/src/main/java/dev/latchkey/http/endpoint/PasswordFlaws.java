package dev.latchkey.http.endpoint;

import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.registration.PasswordFlaw;
import dev.latchkey.registration.PasswordRules;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says what is wrong with a new password: the code is the flaw's name in lower case. */
final class PasswordFlaws {
    private PasswordFlaws() {}

    static List<FieldError> describe(String field, Set<PasswordFlaw> flaws, PasswordRules rules) {
        return flaws.stream()
                .sorted()
                .map(flaw -> new FieldError(field, flaw.name().toLowerCase(Locale.ROOT), message(flaw, rules)))
                .toList();
    }

    private static String message(PasswordFlaw flaw, PasswordRules rules) {
        return switch (flaw) {
            case TOO_SHORT -> "must have at least " + rules.minLength() + " characters";
            case TOO_COMMON -> "is among the passwords that are guessed first";
            case TOO_REGULAR -> "must not be one short piece repeated, or a row of letters or digits";
            case LIKE_THE_NAME -> "must not be the username or the name";
        };
    }
}
