package dev.latchkey.core.memory;

import dev.latchkey.core.store.Secret;
import dev.latchkey.core.store.SecretStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keys in memory: whatever they signed is worth nothing after a restart. Thread-safe. */
public final class MemorySecretStore implements SecretStore {
    private final Map<String, List<Secret>> newestFirst = new TreeMap<>();

    /** An empty store. */
    public MemorySecretStore() {}

    @Override
    public synchronized List<Secret> getOrCreate(String purpose, byte[] candidate, Instant now) {
        return List.copyOf(
                newestFirst.computeIfAbsent(purpose, none -> List.of(new Secret(purpose, 1, candidate, now))));
    }

    @Override
    public synchronized List<Secret> list() {
        return newestFirst.values().stream().flatMap(List::stream).toList();
    }

    @Override
    public synchronized Secret add(String purpose, byte[] value, Instant now) {
        List<Secret> before = newestFirst.getOrDefault(purpose, List.of());
        Secret added =
                new Secret(purpose, before.isEmpty() ? 1 : before.getFirst().version() + 1, value, now);
        List<Secret> after = new ArrayList<>(before);
        after.addFirst(added);
        newestFirst.put(purpose, List.copyOf(after));
        return added;
    }

    @Override
    public synchronized int forgetBelow(String purpose, int version) {
        List<Secret> before = newestFirst.getOrDefault(purpose, List.of());
        if (before.isEmpty()) {
            return 0;
        }
        List<Secret> kept = before.stream()
                .filter(secret -> secret.version() >= version || secret == before.getFirst())
                .toList();
        newestFirst.put(purpose, kept);
        return before.size() - kept.size();
    }
}
