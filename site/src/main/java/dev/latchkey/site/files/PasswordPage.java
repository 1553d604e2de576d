package dev.latchkey.site.files;

import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Response;
import java.util.List;
import java.util.Optional;

/**
 * Where password managers send a person who wants to change a password: from the address they all know to the app's own
 * page (W3C, A Well-Known URL for Changing Passwords). Immutable.
 *
 * @param path of that page; empty where the app has none
 */
public record PasswordPage(Optional<String> path) {
    private static final String WELL_KNOWN = "/.well-known/change-password";

    private static final FixedHeaders NO_STORE = new FixedHeaders(
            List.of(new HeaderField("Cache-Control", "no-store"), new HeaderField("Referrer-Policy", "same-origin")));

    /** Whether a path is the address they know, and there is somewhere to go. */
    public boolean isAskedFor(String rawPath) {
        return path.isPresent() && rawPath.equals(WELL_KNOWN);
    }

    /** The way there. */
    public Response answer() {
        return Response.empty(302, NO_STORE).with(new HeaderField("Location", path.orElseThrow()));
    }
}
