package dev.latchkey.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SessionToken;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EndWatchTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Principal ALICE = new Principal(new PrincipalId("alice-id"), "alice", "Alice");

    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final MemorySessionStore store = new MemorySessionStore();
    private final Sessions sessions = Sessions.builder(store, now::get)
            .policy(new SessionPolicy(IDLE, Duration.ofHours(12)))
            .build();
    private final EndWatch watch = new EndWatch(sessions, Runnable::run);
    private final SessionToken token = sessions.issue(ALICE).token();
    private final List<Resolution> told = new ArrayList<>();

    private void after(Duration time) {
        now.set(now.get().plus(time));
        watch.look();
    }

    @Test
    void an_end_is_told_once() {
        watch.watch(token, told::add);
        watch.look();
        assertThat(told).isEmpty();

        sessions.logOut(token);
        watch.look();
        watch.look();

        assertThat(told).containsExactly(new Resolution.Ended(EndReason.LOGGED_OUT));
        assertThat(watch.size()).isZero();
    }

    @Test
    void an_end_that_another_node_wrote_is_one() {
        watch.watch(token, told::add);
        store.endAll(ALICE.id(), EndReason.REVOKED, T0);
        watch.look();
        assertThat(told).containsExactly(new Resolution.Ended(EndReason.REVOKED));
    }

    @Test
    void a_deadline_that_passes_is_one_and_looking_does_not_put_it_off() {
        watch.watch(token, told::add);
        after(IDLE.minusMillis(1));
        assertThat(told).isEmpty();
        after(Duration.ofMillis(1));
        assertThat(told).containsExactly(new Resolution.Ended(EndReason.IDLE_EXPIRED));
    }

    @Test
    void a_session_that_is_used_meanwhile_goes_on() {
        watch.watch(token, told::add);
        now.set(T0.plus(IDLE.minusMinutes(1)));
        sessions.resolve(token);
        after(IDLE.minusMinutes(1));
        assertThat(told).isEmpty();
    }

    @Test
    void a_token_that_was_rotated_away_is_over_with_its_grace() {
        watch.watch(token, told::add);
        SessionToken successor =
                sessions.rotate(token, Browser.unknown()).orElseThrow().token();
        List<Resolution> toldOfSuccessor = new ArrayList<>();
        watch.watch(successor, toldOfSuccessor::add);
        after(Sessions.PREDECESSOR_GRACE.minusMillis(1));
        assertThat(told).isEmpty();
        after(Duration.ofMillis(1));
        assertThat(told).hasSize(1);
        assertThat(toldOfSuccessor).isEmpty();
    }

    @Test
    void whoever_closed_theirs_hears_nothing() {
        EndWatch.Watch mine = watch.watch(token, told::add);
        List<Resolution> toldAnother = new ArrayList<>();
        watch.watch(token, toldAnother::add);
        mine.close();
        mine.close();
        sessions.logOut(token);
        watch.look();
        assertThat(told).isEmpty();
        assertThat(toldAnother).hasSize(1);
    }

    @Test
    void a_store_that_does_not_answer_ends_nothing() {
        AtomicBoolean isDown = new AtomicBoolean();
        SessionStore atTimes = (SessionStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, given) -> {
                    if (isDown.get()) {
                        throw new StoreUnavailableException("down", new IllegalStateException("for a test"));
                    }
                    return method.invoke(store, given);
                });
        EndWatch watching = new EndWatch(Sessions.builder(atTimes, now::get).build(), Runnable::run);
        watching.watch(token, told::add);
        sessions.logOut(token);
        isDown.set(true);
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(watching::look);
        assertThat(told).isEmpty();
        isDown.set(false);
        watching.look();
        assertThat(told).hasSize(1);
    }
}
