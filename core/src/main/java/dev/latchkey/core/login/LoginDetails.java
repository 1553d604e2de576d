package dev.latchkey.core.login;

import dev.latchkey.core.browser.Client;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import java.util.List;
import java.util.Objects;

/**
 * What comes with a login besides the credential.
 *
 * @param client the browser
 * @param deviceCookie the value of its device cookie; an empty string when it has none
 * @param isToBeRemembered whether the person asked to stay logged in
 * @param sessions sessions that the browser holds: they end when the login succeeds, because one browser has one login
 * @param series remember-me tokens that the browser holds: likewise
 */
public record LoginDetails(
        Client client,
        String deviceCookie,
        boolean isToBeRemembered,
        List<SessionToken> sessions,
        List<RememberToken> series) {
    /** Copies the lists. */
    public LoginDetails {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(deviceCookie, "deviceCookie");
        sessions = List.copyOf(sessions);
        series = List.copyOf(series);
    }

    /** A browser that holds nothing and asks for nothing. */
    public static LoginDetails of(Client client) {
        return new LoginDetails(client, "", false, List.of(), List.of());
    }

    /** The same with a device cookie. */
    public LoginDetails withDeviceCookie(String value) {
        return new LoginDetails(client, value, isToBeRemembered, sessions, series);
    }

    /** The same with the wish to stay logged in, or without. */
    public LoginDetails toBeRemembered(boolean value) {
        return new LoginDetails(client, deviceCookie, value, sessions, series);
    }

    /** The same with what the browser holds. */
    public LoginDetails holding(List<SessionToken> heldSessions, List<RememberToken> heldSeries) {
        return new LoginDetails(client, deviceCookie, isToBeRemembered, heldSessions, heldSeries);
    }
}
