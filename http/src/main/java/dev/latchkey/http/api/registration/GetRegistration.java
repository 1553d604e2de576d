package dev.latchkey.http.api.registration;

import dev.latchkey.core.Installation;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.wire.JsonWriter;

/**
 * {@code GET /api/register}: whether anyone may make an account, whether a login may ask to be remembered, and what a
 * new password must be.
 */
public final class GetRegistration {
    private GetRegistration() {}

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        byte[] rules = rules(
                services.registration().isPresent(),
                services.identification().remembersBrowsers(),
                services.passwordChange().rules());
        return Route.get("/register").open(request -> guard.answers().ok(rules));
    }

    private static byte[] rules(boolean isOpen, boolean remembersBrowsers, PasswordRules passwords) {
        return JsonWriter.object(json -> json.text("registration", isOpen ? "open" : "off")
                .flag("remember", remembersBrowsers)
                .object(
                        "password",
                        password -> password.number("minimumLength", passwords.minLength())
                                .number("maximumBytes", Password.MAX_BYTES)));
    }
}
