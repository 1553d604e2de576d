package dev.latchkey.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.Tokens;
import java.time.Instant;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SharedPartsTest {
    private static final Tokens TOKENS = new Tokens();

    private final SharedParts shared = new SharedParts();

    @Test
    void a_session_stays_equal() {
        Session session = session("203.0.113.0/24");

        assertThat(shared.of(session)).isEqualTo(session);
    }

    @Test
    void equal_browsers_of_two_sessions_are_one_object() {
        Browser first = shared.of(session("203.0.113.0/24")).browser();

        assertThat(shared.of(session("203.0.113.0/24")).browser()).isSameAs(first);
        assertThat(shared.of(session("198.51.100.0/24")).browser()).isNotEqualTo(first);
    }

    @Test
    void a_name_that_is_the_username_is_one_object_with_it() {
        Session session = shared.of(session("203.0.113.0/24", new String("alice")));

        assertThat(session.principal().name()).isSameAs(session.principal().username());
    }

    @Test
    void another_name_stays() {
        assertThat(shared.of(session("203.0.113.0/24", "Alice")).principal().name())
                .isEqualTo("Alice");
    }

    @Test
    void what_does_not_fit_any_more_is_kept_as_it_came() {
        for (int i = 0; i < 10_000; i++) {
            shared.of(session("network-" + i));
        }
        Session late = session("late");

        assertThat(shared.of(late).browser()).isSameAs(late.browser());
        assertThat(shared.of(session("late")).browser())
                .isEqualTo(late.browser())
                .isNotSameAs(late.browser());
    }

    private static Session session(String network) {
        return session(network, "Alice");
    }

    private static Session session(String network, String name) {
        return new Session(
                TOKENS.newSessionId(0),
                new Principal(new PrincipalId("alice-id"), "alice", name),
                Instant.ofEpochSecond(1_800_000_000),
                Instant.ofEpochSecond(1_800_000_000),
                Instant.ofEpochSecond(1_800_000_000),
                Instant.ofEpochSecond(1_900_000_000),
                SeriesLink.none(),
                new Browser("Firefox", "Linux", network, ""));
    }
}
