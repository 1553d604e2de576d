package dev.latchkey.servlet;

import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;

/**
 * Who is logged in, as {@code request.getUserPrincipal()} tells it.
 *
 * @param id what rows of a database are keyed by: it never changes, a username may
 * @param username what they log in with
 * @param displayName what to greet them by
 */
public record LoggedInUser(PrincipalId id, String username, String displayName) implements java.security.Principal {
    /** The same person, as the core of Latchkey names them. */
    public static LoggedInUser of(Principal principal) {
        return new LoggedInUser(principal.id(), principal.username(), principal.name());
    }

    /** The username, as servlets know it from {@code getRemoteUser()}. */
    @Override
    public String getName() {
        return username;
    }
}
