package dev.latchkey.cache;

import dev.latchkey.core.token.TokenHash;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which token hashes may belong to something, so that what belongs to it is found without walking over everything. Keeps
 * no keys: what falls into the same bucket is told too, and who asks looks at what each hash stands for. So it costs some
 * 30 bytes for each hash, where a map of sets would cost ten times that. Thread-safe.
 */
final class HashIndex {
    private static final int MOST_BUCKETS = 1 << 20;
    private static final int STRIPES = 64;

    /** More in one bucket belong to one owner, who has very many: then finding one of them must not take long. */
    private static final int MOST_IN_A_ROW = 8;

    /** Null, a {@code TokenHash[]}, or a {@code Set<TokenHash>}. */
    private final @Nullable Object[] buckets;

    private final Object[] locks = new Object[STRIPES];

    /** With about as many buckets as there will be hashes. */
    HashIndex(long hashes) {
        buckets = new Object[(int) Math.max(STRIPES, Long.highestOneBit(Math.min(MOST_BUCKETS, hashes)))];
        Arrays.setAll(locks, i -> new Object());
    }

    /** Notes that a hash belongs to that. */
    void add(Object owner, TokenHash hash) {
        int bucket = bucket(owner);
        synchronized (lock(bucket)) {
            buckets[bucket] = with(buckets[bucket], hash);
        }
    }

    private static Object with(@Nullable Object there, TokenHash hash) {
        if (there == null) {
            return new TokenHash[] {hash};
        }
        if (there instanceof TokenHash[] row) {
            if (Arrays.asList(row).contains(hash)) {
                return row;
            }
            if (row.length < MOST_IN_A_ROW) {
                TokenHash[] longer = Arrays.copyOf(row, row.length + 1);
                longer[row.length] = hash;
                return longer;
            }
            there = new HashSet<>(List.of(row));
        }
        setOf(there).add(hash);
        return there;
    }

    /** Notes that it does no more. */
    void remove(Object owner, TokenHash hash) {
        int bucket = bucket(owner);
        synchronized (lock(bucket)) {
            buckets[bucket] = without(buckets[bucket], hash);
        }
    }

    private static @Nullable Object without(@Nullable Object there, TokenHash hash) {
        if (there == null) {
            return null;
        }
        if (there instanceof TokenHash[] row) {
            TokenHash[] rest =
                    Arrays.stream(row).filter(each -> !each.equals(hash)).toArray(TokenHash[]::new);
            return rest.length == 0 ? null : rest;
        }
        Set<TokenHash> set = setOf(there);
        set.remove(hash);
        return set.isEmpty() ? null : set;
    }

    /** Those that may belong to that, as of now. */
    List<TokenHash> of(Object owner) {
        int bucket = bucket(owner);
        synchronized (lock(bucket)) {
            Object there = buckets[bucket];
            if (there == null) {
                return List.of();
            }
            return there instanceof TokenHash[] row ? List.of(row) : List.copyOf(setOf(there));
        }
    }

    @SuppressWarnings("unchecked") // nothing else is put there
    private static Set<TokenHash> setOf(Object there) {
        return (Set<TokenHash>) there;
    }

    private int bucket(Object owner) {
        int hash = owner.hashCode();
        return (hash ^ (hash >>> 16)) & (buckets.length - 1);
    }

    private Object lock(int bucket) {
        return locks[bucket & (STRIPES - 1)];
    }
}
