package dev.latchkey.http.wire;

import dev.latchkey.credential.Password;
import dev.latchkey.http.problem.Problem;
import java.util.Optional;

/**
 * The body of a change of password.
 *
 * @param current what holds so far
 * @param replacement what is to hold from now on, {@code new} on the wire
 */
public record PasswordChangeBody(Password current, Password replacement) {
    /** What reading it came to. */
    public sealed interface Reading {
        /** It fits. */
        record WellFormed(PasswordChangeBody body) implements Reading {}

        /** It does not, and why. */
        record Malformed(Problem problem) implements Reading {}
    }

    /** Reads a body strictly. */
    public static Reading read(byte[] body) {
        return switch (JsonObjectReader.read(body)) {
            case JsonObjectReader.Reading.Malformed(Problem problem) -> new Reading.Malformed(problem);
            case JsonObjectReader.Reading.WellFormed(JsonObjectReader fields) -> {
                Optional<Password> current = fields.password("current", fields.requiredString("current"));
                Optional<Password> replacement = fields.password("new", fields.requiredString("new"));
                yield current.isPresent() && replacement.isPresent()
                        ? new Reading.WellFormed(new PasswordChangeBody(current.get(), replacement.get()))
                        : new Reading.Malformed(fields.malformed());
            }
        };
    }
}
