package dev.latchkey.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** What several tests need. */
final class Samples {
    static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    static final PrincipalId ALICE = new PrincipalId("alice-id");
    static final PrincipalId BOB = new PrincipalId("bob-id");
    static final Tokens TOKENS = new Tokens();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Samples() {}

    static Session session(PrincipalId principal) {
        return new Session(
                TOKENS.newSessionId(principal.partition()),
                new Principal(principal, principal.value(), principal.value()),
                T0,
                T0,
                T0,
                T0.plus(Duration.ofDays(7)));
    }

    /** Adds a session; its token. */
    static TokenHash insert(SessionStore store, Session session) {
        TokenHash hash =
                TOKENS.newSessionToken(session.principal().id().partition()).hash();
        assertThat(store.insert(hash, session)).isTrue();
        return hash;
    }

    /** Asks again and again until it is so. */
    static void await(BooleanSupplier condition) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for long").isLessThan(patience);
            Thread.onSpinWait();
        }
    }
}
