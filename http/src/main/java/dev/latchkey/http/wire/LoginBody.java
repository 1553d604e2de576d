package dev.latchkey.http.wire;

import dev.latchkey.credential.Password;
import dev.latchkey.credential.Username;
import dev.latchkey.http.problem.Problem;
import java.util.Optional;

/**
 * The body of a login.
 *
 * @param username who they say they are
 * @param password what proves it
 * @param remember whether to stay logged in
 */
public record LoginBody(Username username, Password password, boolean remember) {
    /** What reading a login body came to. */
    public sealed interface Reading {
        /** It fits. */
        record WellFormed(LoginBody body) implements Reading {}

        /** It does not, and why; the same for users who exist and users who do not. */
        record Malformed(Problem problem) implements Reading {}
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
        String typedPassword = fields.requiredString("password");
        boolean remember = fields.optionalBoolean("remember");
        Optional<Username> username = Username.parse(typedUsername);
        if (username.isEmpty() && !typedUsername.isEmpty()) {
            fields.note("username", "must have 1 to 128 printable characters");
        }
        Optional<Password> password = fields.password("password", typedPassword);
        return username.isPresent() && password.isPresent() && fields.errors().isEmpty()
                ? new Reading.WellFormed(new LoginBody(username.get(), password.get(), remember))
                : new Reading.Malformed(fields.malformed());
    }
}
