package dev.latchkey.core.audit;

import dev.latchkey.core.principal.PrincipalId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When a user was made and last came, as far as the audit log still tells.
 *
 * @param madeAt when the account was added, imported or registered; empty when the log does not go back so far
 * @param lastCameAt when they last logged in or came back remembered; empty when never, or longer ago than the log goes
 *     back
 */
public record Activity(Optional<Instant> madeAt, Optional<Instant> lastCameAt) {
    private static final Set<AuditKind> MADE =
            Set.of(AuditKind.USER_ADDED, AuditKind.USER_IMPORTED, AuditKind.REGISTERED);
    private static final Set<AuditKind> CAME = Set.of(AuditKind.LOGGED_IN, AuditKind.REMEMBERED);

    /**
     * Asks the log once.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer
     */
    public static Activity of(PrincipalId user, AuditStore log) {
        Map<AuditKind, Instant> latest = log.latestOfEachKind(user);
        return new Activity(latest(latest, MADE), latest(latest, CAME));
    }

    private static Optional<Instant> latest(Map<AuditKind, Instant> latest, Set<AuditKind> kinds) {
        return latest.entrySet().stream()
                .filter(entry -> kinds.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .max(Comparator.naturalOrder());
    }
}
