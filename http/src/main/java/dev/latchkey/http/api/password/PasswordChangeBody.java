package dev.latchkey.http.api.password;

import dev.latchkey.core.credential.Password;
import dev.latchkey.http.wire.BodyType;
import dev.latchkey.http.wire.Field;
import java.util.List;

/**
 * The body of a change of password.
 *
 * @param current what holds so far
 * @param replacement what is to hold from now on, {@code new} on the wire
 */
record PasswordChangeBody(Password current, Password replacement) {
    private static final Field<Password> CURRENT = Field.password("current");
    private static final Field<Password> REPLACEMENT = Field.password("new");

    static final BodyType<PasswordChangeBody> TYPE = BodyType.of(
            List.of(CURRENT, REPLACEMENT), body -> new PasswordChangeBody(body.get(CURRENT), body.get(REPLACEMENT)));
}
