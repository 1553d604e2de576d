package dev.latchkey.core.audit;

import dev.latchkey.core.principal.PrincipalId;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * Which lines of the audit log are wanted, latest first.
 *
 * @param principal of whom only: a {@link PrincipalId}; an empty string for anybody
 * @param kinds which kinds only; empty for all
 * @param since from when on
 * @param limit how many at most, 1 to 10,000
 */
public record AuditQuery(String principal, Set<AuditKind> kinds, Instant since, int limit) {
    private static final int MAX_LIMIT = 10_000;

    /**
     * Copies the set.
     *
     * @throws IllegalArgumentException when the limit is out of range
     */
    public AuditQuery {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(since, "since");
        kinds = Set.copyOf(kinds);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1 to " + MAX_LIMIT + ", not " + limit);
        }
    }

    /** The latest lines of all. */
    public static AuditQuery latest(int limit) {
        return new AuditQuery("", Set.of(), Instant.EPOCH, limit);
    }

    /** The same for one principal only. */
    public AuditQuery of(PrincipalId value) {
        return new AuditQuery(value.value(), kinds, since, limit);
    }

    /** The same for these kinds only. */
    public AuditQuery ofKinds(Set<AuditKind> value) {
        return new AuditQuery(principal, value, since, limit);
    }

    /** The same from then on only. */
    public AuditQuery since(Instant value) {
        return new AuditQuery(principal, kinds, value, limit);
    }

    /** Whether a line is wanted, the limit aside. */
    public boolean matches(AuditEntry entry) {
        return (principal.isEmpty() || principal.equals(entry.principal()))
                && (kinds.isEmpty() || kinds.contains(entry.kind()))
                && !entry.at().isBefore(since);
    }
}
