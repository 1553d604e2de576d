package dev.latchkey.core.audit;

import dev.latchkey.core.principal.PrincipalId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Keeps the audit log: lines are added, and leave by age alone. Holds no clock.
 *
 * <p>Thread-safe. Every method is atomic and sees all that was acknowledged before it began; all throw
 * {@link dev.latchkey.core.store.StoreUnavailableException} when the store cannot answer.
 */
public interface AuditStore {
    /** Adds lines, all or none. Once it returns they are kept as safely as anything in this store. */
    void append(List<AuditEntry> entries);

    /** The lines that match, latest first; of those of one moment, the one added last first. */
    List<AuditEntry> find(AuditQuery query);

    /** When each kind of line last came of that principal; kinds that never did are missing. */
    Map<AuditKind, Instant> latestOfEachKind(PrincipalId principal);

    /**
     * Drops lines from before that time.
     *
     * @param limit how many at most, at least 1
     * @return how many were dropped; less than {@code limit} means that nothing is left
     */
    int purge(Instant before, int limit);
}
