package dev.latchkey.http.api.password;

import dev.latchkey.core.credential.Password;
import dev.latchkey.http.wire.BodyType;
import dev.latchkey.http.wire.Field;
import java.util.List;

/**
 * The body of a proof: a password alone. Whose it is says the session.
 *
 * @param password what proves it
 */
record PasswordBody(Password password) {
    private static final Field<Password> PASSWORD = Field.password("password");

    static final BodyType<PasswordBody> TYPE =
            BodyType.of(List.of(PASSWORD), body -> new PasswordBody(body.get(PASSWORD)));
}
