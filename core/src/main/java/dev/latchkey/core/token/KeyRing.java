package dev.latchkey.core.token;

import dev.latchkey.core.store.SecretStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The long-lived keys of an installation by their purpose. One ring serves all who sign; thread-safe.
 *
 * <p>{@link #rotate} gives every purpose a new version and nobody is logged out by it; {@link #refresh} notices what
 * another process rotated.
 */
public final class KeyRing {
    private final SecretStore secrets;
    private final Tokens tokens;
    private final InstantSource clock;
    private final Map<String, Keyset> keysets = new ConcurrentHashMap<>();

    /** Keys kept there, drawn from that randomness. */
    public KeyRing(SecretStore secrets, Tokens tokens, InstantSource clock) {
        this.secrets = Objects.requireNonNull(secrets, "secrets");
        this.tokens = Objects.requireNonNull(tokens, "tokens");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * The keys of a purpose; the first one is made when there is none.
     *
     * @param purpose 1 to 64 lower-case letters and dashes
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer
     */
    public Keyset keyset(String purpose) {
        return keysets.computeIfAbsent(purpose, this::open);
    }

    private Keyset open(String purpose) {
        return new Keyset(() -> secrets.getOrCreate(purpose, tokens.newSecret(HmacKey.BYTES), now()), clock);
    }

    /**
     * Reads the keys anew. To be called when another process changed the store.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer; the keys stay as they were
     */
    public void refresh() {
        keysets.values().forEach(Keyset::refresh);
    }

    /**
     * Gives every purpose that the store knows a new version. It signs after {@link Keyset#SETTLING}; the versions before
     * verify for as long as they are kept.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer; call again
     */
    public void rotate() {
        secrets.list().stream()
                .map(secret -> secret.purpose())
                .distinct()
                .forEach(purpose -> secrets.add(purpose, tokens.newSecret(HmacKey.BYTES), now()));
        refresh();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }
}
