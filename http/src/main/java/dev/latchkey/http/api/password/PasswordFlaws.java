package dev.latchkey.http.api.password;

import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.http.problem.Problem.FieldError;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Says what is wrong with a new password: the code is the flaw's name in lower case. */
public final class PasswordFlaws {
    private PasswordFlaws() {}

    /** One error for each flaw, of the field that the password came in. */
    public static List<FieldError> describe(String field, Set<PasswordFlaw> flaws, PasswordRules rules) {
        return flaws.stream()
                .sorted()
                .map(flaw -> new FieldError(field, flaw.name().toLowerCase(Locale.ROOT), rules.describe(flaw)))
                .toList();
    }
}
