package dev.latchkey.server.app;

import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.principal.PrincipalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** When users were made and last came, as far as the audit log still tells. */
public final class Activity {
    private static final Set<AuditKind> MADE =
            Set.of(AuditKind.USER_ADDED, AuditKind.USER_IMPORTED, AuditKind.REGISTERED);
    private static final Set<AuditKind> CAME = Set.of(AuditKind.LOGGED_IN, AuditKind.REMEMBERED);

    private final AuditStore log;

    Activity(AuditStore log) {
        this.log = log;
    }

    /** When an account was made: added, imported or registered. Empty when the log does not go back so far. */
    public Optional<Instant> madeAt(PrincipalId user) {
        return latest(user, MADE);
    }

    /** When somebody last logged in, or came back remembered. Empty when never, or longer ago than the log goes back. */
    public Optional<Instant> lastCameAt(PrincipalId user) {
        return latest(user, CAME);
    }

    private Optional<Instant> latest(PrincipalId user, Set<AuditKind> kinds) {
        List<AuditEntry> lines = log.find(AuditQuery.latest(1).of(user).ofKinds(kinds));
        return lines.stream().map(AuditEntry::at).findFirst();
    }
}
