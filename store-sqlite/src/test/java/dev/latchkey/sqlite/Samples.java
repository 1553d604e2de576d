package dev.latchkey.sqlite;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;

/** Things to put into a store. */
final class Samples {
    static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    static final PrincipalId ALICE = new PrincipalId("alice-id");
    static final Tokens TOKENS = new Tokens();

    private Samples() {}

    static User alice() {
        return new User(ALICE, Username.parse("alice").orElseThrow(), "Alice", new PasswordHash("$fake$hash"), false);
    }

    static Session session() {
        return new Session(
                TOKENS.newSessionId(0),
                new Principal(ALICE, "alice", "Alice"),
                T0,
                T0,
                T0,
                T0.plus(Duration.ofDays(7)));
    }

    static TokenHash hash() {
        return TOKENS.newSessionToken(0).hash();
    }
}
