package dev.latchkey.core.memory;

import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.principal.PrincipalId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An {@link AuditStore} of one list under one lock. */
public final class MemoryAuditStore implements AuditStore, Restorable {
    private final List<AuditEntry> entries = new ArrayList<>();

    /** An empty store. */
    public MemoryAuditStore() {}

    @Override
    public Runnable snapshot() {
        return Restorable.snapshot(entries);
    }

    @Override
    public synchronized void append(List<AuditEntry> added) {
        entries.addAll(added);
    }

    @Override
    public synchronized List<AuditEntry> find(AuditQuery query) {
        return entries.reversed().stream()
                .filter(query::matches)
                .sorted(Comparator.comparing(AuditEntry::at).reversed())
                .limit(query.limit())
                .toList();
    }

    @Override
    public synchronized Map<AuditKind, Instant> latestOfEachKind(PrincipalId principal) {
        return entries.stream()
                .filter(entry -> entry.principal().equals(principal.value()))
                .collect(Collectors.toUnmodifiableMap(
                        AuditEntry::kind, AuditEntry::at, (one, other) -> one.isAfter(other) ? one : other));
    }

    @Override
    public synchronized int purge(Instant before, int limit) {
        int dropped = 0;
        Iterator<AuditEntry> oldestFirst = entries.iterator();
        while (dropped < limit && oldestFirst.hasNext()) {
            if (oldestFirst.next().at().isBefore(before)) {
                oldestFirst.remove();
                dropped++;
            }
        }
        return dropped;
    }
}
