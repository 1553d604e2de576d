package dev.latchkey.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.TokenHash;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** A cache in front of a store that several nodes share knows of every end, and not of every use by another node. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecondLookTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ABSOLUTE = Duration.ofHours(12);
    private static final Duration TENTH = IDLE.dividedBy(10);

    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final MemorySessionStore shared = new MemorySessionStore();
    private final Sessions elsewhere = sessions(shared);
    private final Sessions.Issued issued =
            elsewhere.issue(new Principal(new PrincipalId("alice-id"), "alice", "Alice"));
    private final TokenHash hash = issued.token().hash();
    private final SessionStore.Lookup asItBegan = shared.find(hash);
    private final Sessions here = sessions(behind());
    private int secondLooks;

    private Sessions sessions(SessionStore store) {
        return Sessions.builder(store, now::get)
                .policy(new SessionPolicy(IDLE, ABSOLUTE))
                .build();
    }

    /** Finds the session as it began, unless asked for what is new. */
    private SessionStore behind() {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, args) -> {
                    switch (method.getName()) {
                        case "find":
                            return asItBegan;
                        case "findFresh":
                            secondLooks++;
                            return shared.find(hash);
                        default:
                            return method.invoke(shared, args);
                    }
                });
    }

    private void usedElsewhere(Instant at) {
        shared.recordActivity(Map.of(hash, at));
    }

    @Test
    void nobody_is_refused_as_idle_who_was_active_at_another_node() {
        usedElsewhere(T0.plus(IDLE).minus(TICK));
        now.set(T0.plus(IDLE));

        assertThat(here.resolve(issued.token())).isInstanceOf(Resolution.Active.class);
        assertThat(secondLooks).isEqualTo(1);
    }

    @Test
    void who_was_active_nowhere_is_refused() {
        now.set(T0.plus(IDLE));

        assertThat(here.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
    }

    @Test
    void just_before_the_deadline_there_is_no_need_to_look() {
        now.set(T0.plus(IDLE).minus(TICK));

        assertThat(here.resolve(issued.token())).isInstanceOf(Resolution.Active.class);
        assertThat(secondLooks).isZero();
    }

    @Test
    void the_absolute_timeout_needs_no_second_look() {
        now.set(T0.plus(ABSOLUTE));

        assertThat(here.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.EXPIRED));
        assertThat(secondLooks).isZero();
    }

    @Test
    void an_end_that_it_finds_counts() {
        usedElsewhere(T0.plus(IDLE).minus(TICK));
        shared.end(issued.session().id(), EndReason.REVOKED, T0);
        now.set(T0.plus(IDLE));

        assertThat(here.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.REVOKED));
    }

    @Test
    void nobody_is_shown_a_tenth_of_the_time_who_has_more() {
        Instant used = T0.plus(IDLE).minus(TENTH).minus(TICK);
        usedElsewhere(used);
        now.set(T0.plus(IDLE).minus(TENTH));

        assertThat(here.peek(issued.token()))
                .isEqualTo(new Resolution.Active(issued.session().touchedAt(used)));
    }

    @Test
    void with_more_than_a_tenth_left_what_is_known_is_shown() {
        now.set(T0.plus(IDLE).minus(TENTH).minus(TICK));

        assertThat(here.peek(issued.token())).isEqualTo(new Resolution.Active(issued.session()));
        assertThat(secondLooks).isZero();
    }
}
