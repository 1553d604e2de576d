package dev.latchkey.http.wire;

import dev.latchkey.credential.DisplayName;
import dev.latchkey.credential.Password;
import dev.latchkey.credential.Username;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The body of a registration.
 *
 * @param username what they want to be called by the machine
 * @param password what is to prove it
 * @param name what to greet them by
 */
public record RegistrationBody(Username username, Password password, String name) {
    private static final int MAX_NAME_LENGTH = 200;

    /** What reading it came to. */
    public sealed interface Reading {
        /** It fits. */
        record WellFormed(RegistrationBody body) implements Reading {}

        /** It does not, and why; the same whoever exists. */
        record Malformed(Problem problem) implements Reading {}
    }

    /** A username that nobody may have, in the words of the rules for usernames. */
    public static FieldError unacceptedUsername() {
        return new FieldError(
                "username",
                "not_accepted",
                "Use 3 to 64 letters and digits of one script, with . _ - + or ' between them, or an e-mail address.");
    }

    /** Reads a body strictly. */
    public static Reading read(byte[] body) {
        return switch (JsonObjectReader.read(body)) {
            case JsonObjectReader.Reading.Malformed(Problem problem) -> new Reading.Malformed(problem);
            case JsonObjectReader.Reading.WellFormed(JsonObjectReader fields) -> read(fields);
        };
    }

    private static Reading read(JsonObjectReader fields) {
        String typedUsername = fields.requiredString("username");
        Optional<Password> password = fields.password("password", fields.requiredString("password"));
        String name = fields.requiredString("name").strip();
        boolean hasName = !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && name.chars().noneMatch(Character::isISOControl);
        if (!hasName
                && fields.errors().stream().noneMatch(error -> error.field().equals("name"))) {
            fields.note("name", "must have 1 to 200 characters and no control characters");
        }
        if (!fields.errors().isEmpty() || password.isEmpty()) {
            return new Reading.Malformed(fields.malformed());
        }
        Optional<Username> username = Username.parse(typedUsername);
        List<FieldError> unaccepted = Stream.concat(
                        username.isPresent() ? Stream.empty() : Stream.of(unacceptedUsername()),
                        DisplayName.flaw(name).map(RegistrationBody::unacceptedName).stream())
                .toList();
        return username.isPresent() && unaccepted.isEmpty()
                ? new Reading.WellFormed(new RegistrationBody(username.get(), password.get(), name))
                : new Reading.Malformed(Problem.invalid(unaccepted));
    }

    private static FieldError unacceptedName(String flaw) {
        return new FieldError("name", "not_accepted", "The name " + flaw + ".");
    }
}
