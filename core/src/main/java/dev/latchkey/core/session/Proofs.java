package dev.latchkey.core.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What was proven, as a session keeps it: how long before the latest proof each was, and so one and the same object for
 * nearly all sessions. A cache keeps very many of these.
 */
record Proofs(List<Earlier> all) {
    static final Proofs NONE = new Proofs(List.of());
    static final Proofs BY_PASSWORD = new Proofs(List.of(new Earlier(ProofMethod.PASSWORD, 0)));

    /**
     * One of them.
     *
     * @param micros how long before the latest one it was, 0 or more
     */
    record Earlier(ProofMethod method, long micros) {}

    /**
     * Keeps proofs, of which the latest was at {@code latest}.
     *
     * @throws IllegalArgumentException when the latest was at another time
     */
    static Proofs of(List<Proof> proofs, long latest) {
        if (proofs.isEmpty()) {
            return NONE;
        }
        List<Earlier> all = proofs.stream()
                // A clock that was set back may have made an older proof look later.
                .map(proof -> new Earlier(proof.method(), Math.max(0, latest - EpochMicros.of(proof.at()))))
                .toList();
        if (all.stream().mapToLong(Earlier::micros).min().orElseThrow() != 0) {
            throw new IllegalArgumentException("a session was authenticated when the latest proof was made");
        }
        Proofs kept = new Proofs(all);
        return kept.equals(BY_PASSWORD) ? BY_PASSWORD : kept;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Proof> at(long latest) {
        return all.stream()
                .map(proof -> new Proof(proof.method(), EpochMicros.toInstant(latest - proof.micros())))
                .toList();
    }

    /** The proofs once there is one more: of each way the newest is kept. */
    static List<Proof> with(List<Proof> proofs, Proof newest) {
        Objects.requireNonNull(newest, "newest");
        List<Proof> all = new ArrayList<>(proofs);
        all.removeIf(proof -> proof.method().equals(newest.method()));
        all.add(newest);
        return List.copyOf(all);
    }
}
