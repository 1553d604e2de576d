package dev.latchkey.core;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.store.Secret;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.token.KeyRing;
import java.time.InstantSource;
import java.util.List;

/** What an operator does with the installation's keys, while a server may be running. */
public final class OperatorKeys {
    private final SecretStore secrets;
    private final KeyRing ring;
    private final InstantSource clock;
    private final AuthEventListener listener;

    /** Works on that store, through a ring of its own or the one that serves. */
    public OperatorKeys(SecretStore secrets, KeyRing ring, InstantSource clock, AuthEventListener listener) {
        this.secrets = secrets;
        this.ring = ring;
        this.clock = clock;
        this.listener = listener;
    }

    /** Every version that something genuine may have been signed with, by purpose, newest first. */
    public List<Secret> list() {
        return secrets.list();
    }

    /** Gives each purpose a new version; what was signed before stays good. */
    public void rotate() {
        ring.rotate();
        listener.on(new AuthEvent.KeysRotated(clock.instant()));
    }

    /**
     * Forgets all versions but the newest of each purpose: what they signed is worth nothing from then on.
     *
     * @return how many there were
     */
    public int forgetFormer() {
        int forgotten = secrets.list().stream()
                .mapToInt(secret -> secrets.forgetBelow(secret.purpose(), secret.version()))
                .sum();
        if (forgotten > 0) {
            listener.on(new AuthEvent.FormerKeysForgotten(clock.instant(), forgotten));
        }
        return forgotten;
    }
}
