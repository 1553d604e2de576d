package dev.latchkey.core.principal;

import java.util.Objects;

/**
 * Who is logged in, as far as a session and its pages need to know: an allow-listed view, never a credential.
 *
 * @param id stable and opaque
 * @param username what they typed to log in, normalised
 * @param name what to greet them by
 */
public record Principal(PrincipalId id, String username, String name) {
    /** Refuses missing parts. */
    public Principal {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(name, "name");
    }
}
