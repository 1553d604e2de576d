package dev.latchkey.http.wire;

import dev.latchkey.credential.Password;
import dev.latchkey.http.problem.Problem;
import java.util.Optional;

/**
 * The body of a proof: a password alone. Whose it is says the session.
 *
 * @param password what proves it
 */
public record PasswordBody(Password password) {
    /** What reading it came to. */
    public sealed interface Reading {
        /** It fits. */
        record WellFormed(PasswordBody body) implements Reading {}

        /** It does not, and why. */
        record Malformed(Problem problem) implements Reading {}
    }

    /** Reads a body strictly. */
    public static Reading read(byte[] body) {
        return switch (JsonObjectReader.read(body)) {
            case JsonObjectReader.Reading.Malformed(Problem problem) -> new Reading.Malformed(problem);
            case JsonObjectReader.Reading.WellFormed(JsonObjectReader fields) -> {
                Optional<Password> password = fields.password("password", fields.requiredString("password"));
                yield password.isPresent()
                        ? new Reading.WellFormed(new PasswordBody(password.get()))
                        : new Reading.Malformed(fields.malformed());
            }
        };
    }
}
