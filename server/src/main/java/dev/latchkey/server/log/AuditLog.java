package dev.latchkey.server.log;

import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every event to the logger {@code latchkey.audit}: ids and instants, one line each. */
public final class AuditLog implements AuthEventListener {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.audit");

    /** Ready at once. */
    public AuditLog() {}

    @Override
    public void on(AuthEvent event) {
        switch (event) {
            case AuthEvent.LoggedIn e ->
                LOG.atInfo()
                        .addKeyValue("principal", e.principal())
                        .addKeyValue("session", e.session())
                        .log("logged in");
            case AuthEvent.LoginRefused e ->
                LOG.atInfo().addKeyValue("principal", e.principal()).log("login refused");
            case AuthEvent.LoginRefusedForUnknownUser e -> LOG.atInfo().log("login refused for an unknown user");
            case AuthEvent.LoggedOut e ->
                LOG.atInfo()
                        .addKeyValue("principal", e.principal())
                        .addKeyValue("session", e.session())
                        .log("logged out");
            case AuthEvent.SessionsRevoked e ->
                LOG.atInfo()
                        .addKeyValue("principal", e.principal())
                        .addKeyValue("count", e.count())
                        .log("sessions revoked");
        }
    }
}
