package dev.latchkey.http.endpoint;

import dev.latchkey.core.Installation;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.freshness.Freshness;
import dev.latchkey.login.OwnSessions;
import dev.latchkey.login.PasswordChange;
import dev.latchkey.login.PasswordLogin;
import dev.latchkey.login.Reauthentication;
import dev.latchkey.login.Visits;
import dev.latchkey.registration.Registration;
import dev.latchkey.session.SessionPolicy;
import java.util.Optional;

/**
 * What the API asks: core's services, one for each thing that people do.
 *
 * @param policy how long sessions live, for telling their deadlines
 * @param visits who makes a request
 * @param login from a password to a session
 * @param reauthentication a password again, in a session
 * @param passwordChange another password
 * @param ownSessions listing and ending sessions
 * @param freshness whose password was proven recently
 * @param registration making accounts; empty where an operator does that
 * @param listener hears of what the API refuses
 */
public record Services(
        SessionPolicy policy,
        Visits visits,
        PasswordLogin login,
        Reauthentication reauthentication,
        PasswordChange passwordChange,
        OwnSessions ownSessions,
        Freshness freshness,
        Optional<Registration> registration,
        AuthEventListener listener) {
    /** Those of an installation. */
    public static Services of(Installation installation) {
        return new Services(
                installation.sessions().policy(),
                installation.visits(),
                installation.login(),
                installation.reauthentication(),
                installation.passwordChange(),
                installation.ownSessions(),
                installation.freshness(),
                installation.registration(),
                installation.listener());
    }
}
