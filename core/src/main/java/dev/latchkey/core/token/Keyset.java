package dev.latchkey.core.token;

import dev.latchkey.core.store.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * The versions of one key: the newest signs, all verify (ASVS 5.0 V13.3.4). Thread-safe.
 *
 * <p>A new version signs only when it is a little old, so that every process has read it by the time it meets something
 * signed with it.
 */
public final class Keyset {
    /** How old a version must be before it signs. Processes hear of a change of the store within seconds. */
    public static final Duration SETTLING = Duration.ofMinutes(1);

    private final Supplier<List<Secret>> source;
    private final InstantSource clock;
    private volatile List<Version> versions;

    Keyset(Supplier<List<Secret>> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
        this.versions = read(source);
    }

    private record Version(HmacKey key, Instant signsFrom) {}

    private static List<Version> read(Supplier<List<Secret>> source) {
        return source.get().stream()
                .map(secret -> new Version(
                        new HmacKey(secret.value()), secret.createdAt().plus(SETTLING)))
                .toList();
    }

    /** The key to sign with now: the newest that has settled, or the oldest there is. */
    public HmacKey signing() {
        List<Version> known = versions;
        Instant now = clock.instant();
        return known.stream()
                .filter(version -> !now.isBefore(version.signsFrom()))
                .findFirst()
                .orElseGet(known::getLast)
                .key();
    }

    /** Every key that something genuine may have been signed with, newest first; never empty. */
    public List<HmacKey> verifying() {
        return versions.stream().map(Version::key).toList();
    }

    void refresh() {
        versions = read(source);
    }
}
