package dev.latchkey.http.api.login;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.wire.BodyType;
import dev.latchkey.http.wire.Field;
import java.util.List;

/**
 * The body of a login; what does not fit is the same for users who exist and users who do not.
 *
 * @param username who they say they are
 * @param password what proves it
 * @param remember whether to stay logged in
 */
record LoginBody(Username username, Password password, boolean remember) {
    private static final Field<Username> USERNAME = Field.username("username");
    private static final Field<Password> PASSWORD = Field.password("password");
    private static final Field<Boolean> REMEMBER = Field.flag("remember");

    static final BodyType<LoginBody> TYPE = BodyType.of(
            List.of(USERNAME, PASSWORD, REMEMBER),
            body -> new LoginBody(body.get(USERNAME), body.get(PASSWORD), body.get(REMEMBER)));
}
