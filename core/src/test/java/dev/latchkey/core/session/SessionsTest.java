package dev.latchkey.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.ScriptedTokens;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ABSOLUTE = Duration.ofHours(12);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Principal ALICE = new Principal(new PrincipalId("alice-id"), "alice", "Alice");
    private static final Principal BOB = new Principal(new PrincipalId("bob-id"), "bob", "Bob");

    private final AtomicReference<Instant> now = new AtomicReference<>(T0);
    private final CountingStore store = new CountingStore();
    private final List<AuthEvent> events = new ArrayList<>();
    private final Sessions sessions = builder().build();

    private Sessions.Builder builder() {
        return Sessions.builder(store, now::get)
                .policy(new SessionPolicy(IDLE, ABSOLUTE))
                .listener(events::add);
    }

    @Nested
    class Issuing {
        @Test
        void begins_now_and_ends_at_the_absolute_timeout() {
            Sessions.Issued issued = sessions.issue(ALICE);

            Session session = issued.session();
            assertThat(session).isEqualTo(new Session(session.id(), ALICE, T0, T0, T0, T0.plus(ABSOLUTE)));
            assertThat(sessions.resolve(issued.token())).isEqualTo(new Resolution.Active(session));
            assertThat(events).containsExactly(new AuthEvent.LoggedIn(T0, ALICE.id(), session.id(), ""));
        }

        @Test
        void gives_a_new_token_and_a_new_id_each_time() {
            Sessions.Issued one = sessions.issue(ALICE);
            Sessions.Issued two = sessions.issue(ALICE);

            assertThat(one.token()).isNotEqualTo(two.token());
            assertThat(one.session().id()).isNotEqualTo(two.session().id());
        }

        @Test
        void after_a_collision_of_tokens_tries_again_and_leaves_the_other_session_alone() {
            Sessions.Issued hers = with(ScriptedTokens.filledWith(1, 2)).issue(ALICE);
            // Of one principal: another's tokens begin with another partition.
            Sessions.Issued next = with(ScriptedTokens.filledWith(1, 3, 4, 5)).issue(ALICE);

            assertThat(next.token()).isNotEqualTo(hers.token());
            assertThat(sessions.peek(hers.token())).isEqualTo(new Resolution.Active(hers.session()));
            assertThat(sessions.peek(next.token())).isEqualTo(new Resolution.Active(next.session()));
        }

        @Test
        void after_a_collision_of_ids_tries_again_and_leaves_the_other_session_alone() {
            Sessions.Issued hers = with(ScriptedTokens.filledWith(1, 2)).issue(ALICE);
            // Of one principal: another's names begin with another partition.
            Sessions.Issued next = with(ScriptedTokens.filledWith(3, 2, 4, 5)).issue(ALICE);

            assertThat(next.session().id()).isNotEqualTo(hers.session().id());
            assertThat(sessions.peek(hers.token())).isEqualTo(new Resolution.Active(hers.session()));
            assertThat(sessions.list(ALICE.id())).containsExactlyInAnyOrder(hers.session(), next.session());
        }

        @Test
        void gives_up_when_randomness_is_broken() {
            with(ScriptedTokens.filledWith(1)).issue(ALICE);

            assertThatIllegalStateException()
                    .isThrownBy(() -> with(ScriptedTokens.filledWith(1)).issue(ALICE))
                    .withMessageContaining("randomness is broken");
            assertThat(sessions.list(ALICE.id())).hasSize(1);
            assertThat(events).hasSize(1);
        }

        private Sessions with(Tokens tokens) {
            return builder().tokens(tokens).build();
        }
    }

    @Nested
    class A_token_never_issued {
        @Test
        void is_unknown_and_leaves_no_trace() {
            SessionToken forged = new Tokens().newSessionToken(0);

            assertThat(sessions.resolve(forged)).isEqualTo(new Resolution.Unknown());
            assertThat(sessions.peek(forged)).isEqualTo(new Resolution.Unknown());
            sessions.logOut(forged);
            sessions.flushActivity();
            assertThat(store.writes).isZero();
            assertThat(events).isEmpty();
        }
    }

    @Nested
    class The_idle_timeout {
        private final Sessions.Issued issued = sessions.issue(ALICE);

        @Test
        void just_before_it_a_session_lives() {
            now.set(T0.plus(IDLE).minus(TICK));
            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Active(issued.session()));
        }

        @Test
        void at_it_a_session_is_over() {
            now.set(T0.plus(IDLE));
            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
            assertThat(sessions.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void just_after_it_a_session_is_over() {
            now.set(T0.plus(IDLE).plus(TICK));
            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void moves_with_activity() {
            now.set(T0.plus(IDLE).minus(TICK));
            sessions.resolve(issued.token());
            sessions.flushActivity();
            now.set(T0.plus(IDLE).minus(TICK).plus(IDLE).minus(TICK));
            assertThat(sessions.peek(issued.token())).isInstanceOf(Resolution.Active.class);

            now.set(T0.plus(IDLE).minus(TICK).plus(IDLE));
            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void does_not_move_by_peeking() {
            now.set(T0.plus(IDLE).minus(TICK));
            sessions.peek(issued.token());
            sessions.flushActivity();
            now.set(T0.plus(IDLE));
            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
        }

        @Test
        void is_told_as_the_earlier_of_both() {
            SessionPolicy policy = sessions.policy();
            assertThat(policy.idleExpiresAt(issued.session(), T0)).isEqualTo(T0.plus(IDLE));
            Instant latest = T0.plus(ABSOLUTE).minusSeconds(60);
            Session late = issued.session().touchedAt(latest);
            assertThat(policy.idleExpiresAt(late, latest)).isEqualTo(T0.plus(ABSOLUTE));
        }
    }

    @Nested
    class The_absolute_timeout {
        private final Sessions.Issued issued = sessions.issue(ALICE);

        @Test
        void just_before_it_an_active_session_lives() {
            stayActiveUntil(T0.plus(ABSOLUTE).minus(TICK));
            assertThat(sessions.resolve(issued.token())).isInstanceOf(Resolution.Active.class);
        }

        @Test
        void at_it_no_activity_helps() {
            stayActiveUntil(T0.plus(ABSOLUTE));
            assertThat(sessions.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.EXPIRED));
        }

        @Test
        void just_after_it_no_activity_helps() {
            stayActiveUntil(T0.plus(ABSOLUTE).plus(TICK));
            assertThat(sessions.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.EXPIRED));
        }

        private void stayActiveUntil(Instant end) {
            for (Instant at = T0; at.isBefore(end); at = at.plus(Duration.ofMinutes(10))) {
                now.set(at);
                sessions.resolve(issued.token());
                sessions.flushActivity();
            }
            now.set(end);
        }
    }

    @Nested
    class Activity {
        private final Sessions.Issued issued = sessions.issue(ALICE);

        @Test
        void within_a_minute_is_not_written() {
            now.set(T0.plusSeconds(60).minus(TICK));
            sessions.resolve(issued.token());
            sessions.flushActivity();

            assertThat(store.activityWrites).isZero();
            assertThat(stored().lastSeenAt()).isEqualTo(T0);
        }

        @Test
        void after_a_minute_is_written_once_however_many_requests_there_were() {
            for (int i = 0; i < 100; i++) {
                now.set(T0.plusSeconds(60).plusMillis(i));
                sessions.resolve(issued.token());
            }
            assertThat(store.activityWrites).as("nothing on the request's path").isZero();
            sessions.flushActivity();
            sessions.flushActivity();

            assertThat(store.activityWrites).isEqualTo(1);
            assertThat(stored().lastSeenAt()).isEqualTo(T0.plusSeconds(60).plusMillis(99));
        }

        @Test
        void shows_in_the_answer_at_once() {
            now.set(T0.plusSeconds(60));
            assertThat(sessions.resolve(issued.token()))
                    .isEqualTo(new Resolution.Active(issued.session().touchedAt(T0.plusSeconds(60))));
        }

        @Test
        void not_yet_written_shows_to_whoever_asks_when_the_session_ends() {
            now.set(T0.plus(IDLE).minusSeconds(100));
            sessions.resolve(issued.token());
            assertThat(sessions.peek(issued.token()))
                    .isEqualTo(new Resolution.Active(
                            issued.session().touchedAt(T0.plus(IDLE).minusSeconds(100))));
            assertThat(store.activityWrites).isZero();
        }

        @Test
        void not_yet_written_keeps_a_session_alive() {
            now.set(T0.plus(IDLE).minus(TICK));
            sessions.resolve(issued.token());
            now.set(T0.plus(IDLE));

            assertThat(sessions.resolve(issued.token())).isInstanceOf(Resolution.Active.class);
            assertThat(store.activityWrites).isZero();
        }

        @Test
        void not_yet_written_is_written_before_a_purge() {
            now.set(T0.plus(IDLE).minus(TICK));
            sessions.resolve(issued.token());
            now.set(T0.plus(IDLE));
            sessions.purgeExpired(100);

            assertThat(sessions.peek(issued.token())).isInstanceOf(Resolution.Active.class);
        }

        @Test
        void that_a_store_did_not_take_is_written_the_next_time() {
            now.set(T0.plusSeconds(60));
            sessions.resolve(issued.token());
            store.isDown = true;
            sessions.flushActivity();
            store.isDown = false;
            assertThat(stored().lastSeenAt()).isEqualTo(T0);
            sessions.flushActivity();

            assertThat(stored().lastSeenAt()).isEqualTo(T0.plusSeconds(60));
        }

        @Test
        void of_a_session_that_ended_meanwhile_does_not_bring_it_back() {
            now.set(T0.plusSeconds(60));
            sessions.resolve(issued.token());
            sessions.logOut(issued.token());
            sessions.flushActivity();

            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void of_many_sessions_is_written_in_batches() {
            List<Sessions.Issued> many = new ArrayList<>();
            for (int i = 0; i < 1200; i++) {
                many.add(sessions.issue(ALICE));
            }
            now.set(T0.plusSeconds(60));
            many.forEach(each -> sessions.resolve(each.token()));
            sessions.flushActivity();

            assertThat(store.activityWrites).isEqualTo(3);
            assertThat(many)
                    .allSatisfy(each -> assertThat(sessions.peek(each.token()))
                            .isEqualTo(new Resolution.Active(each.session().touchedAt(T0.plusSeconds(60)))));
        }

        private Session stored() {
            return ((SessionStore.Lookup.Live) store.find(issued.token().hash())).session();
        }
    }

    @Nested
    class Logging_out {
        private final Sessions.Issued issued = sessions.issue(ALICE);
        private final Sessions.Issued other = sessions.issue(ALICE);

        @Test
        void ends_this_session_and_says_so() {
            events.clear();
            sessions.logOut(issued.token());

            assertThat(sessions.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
            assertThat(sessions.resolve(other.token())).isEqualTo(new Resolution.Active(other.session()));
            assertThat(events)
                    .containsExactly(new AuthEvent.LoggedOut(
                            T0, ALICE.id(), issued.session().id()));
        }

        @Test
        void twice_is_as_good_as_once() {
            sessions.logOut(issued.token());
            events.clear();
            sessions.logOut(issued.token());

            assertThat(events).isEmpty();
            assertThat(sessions.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void works_past_a_deadline_too() {
            now.set(T0.plus(ABSOLUTE));
            sessions.logOut(issued.token());

            assertThat(sessions.resolve(issued.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void fails_when_the_store_is_down_and_the_session_stays() {
            store.isDown = true;
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> sessions.logOut(issued.token()));
            store.isDown = false;

            assertThat(sessions.resolve(issued.token())).isEqualTo(new Resolution.Active(issued.session()));
        }
    }

    @Nested
    class Revoking {
        private final Sessions.Issued first = sessions.issue(ALICE);
        private final Sessions.Issued second = sessions.issue(ALICE);
        private final Sessions.Issued his = sessions.issue(BOB);

        @Test
        void all_ends_every_session_of_that_principal() {
            events.clear();
            assertThat(sessions.revokeAll(ALICE.id())).isEqualTo(2);

            assertThat(sessions.resolve(first.token())).isEqualTo(new Resolution.Ended(EndReason.REVOKED));
            assertThat(sessions.resolve(second.token())).isEqualTo(new Resolution.Ended(EndReason.REVOKED));
            assertThat(sessions.resolve(his.token())).isEqualTo(new Resolution.Active(his.session()));
            assertThat(events).containsExactly(new AuthEvent.SessionsRevoked(T0, ALICE.id(), 2));
        }

        @Test
        void all_when_there_are_none_says_nothing() {
            sessions.revokeAll(ALICE.id());
            events.clear();

            assertThat(sessions.revokeAll(ALICE.id())).isZero();
            assertThat(events).isEmpty();
        }

        @Test
        void one_by_its_public_name_ends_that_one() {
            events.clear();
            assertThat(sessions.revoke(ALICE.id(), first.session().id())).isPresent();

            assertThat(sessions.resolve(first.token())).isEqualTo(new Resolution.Ended(EndReason.REVOKED));
            assertThat(sessions.resolve(second.token())).isEqualTo(new Resolution.Active(second.session()));
            assertThat(events).containsExactly(new AuthEvent.SessionsRevoked(T0, ALICE.id(), 1));
            assertThat(sessions.revoke(ALICE.id(), first.session().id())).isEmpty();
        }

        @Test
        void one_of_somebody_else_is_refused() {
            assertThat(sessions.revoke(ALICE.id(), his.session().id())).isEmpty();
            assertThat(sessions.resolve(his.token())).isEqualTo(new Resolution.Active(his.session()));
        }
    }

    @Nested
    class Listing {
        @Test
        void shows_live_sessions_latest_activity_first() {
            Sessions.Issued first = sessions.issue(ALICE);
            now.set(T0.plusSeconds(10));
            Sessions.Issued second = sessions.issue(ALICE);
            sessions.issue(BOB);

            assertThat(sessions.list(ALICE.id())).containsExactly(second.session(), first.session());
        }

        @Test
        void leaves_out_what_is_past_a_deadline() {
            sessions.issue(ALICE);
            now.set(T0.plus(IDLE));

            assertThat(sessions.list(ALICE.id())).isEmpty();
        }
    }

    @Nested
    class Purging {
        @Test
        void keeps_the_reason_for_24_hours() {
            Sessions.Issued issued = sessions.issue(ALICE);
            sessions.logOut(issued.token());

            now.set(T0.plus(Sessions.REASON_KEPT));
            assertThat(sessions.purgeExpired(100)).isZero();
            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));

            now.set(T0.plus(Sessions.REASON_KEPT).plus(TICK));
            assertThat(sessions.purgeExpired(100)).isEqualTo(1);
            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Unknown());
        }

        @Test
        void changes_no_answer() {
            Sessions.Issued issued = sessions.issue(ALICE);
            now.set(T0.plus(IDLE));
            Resolution before = sessions.peek(issued.token());
            now.set(T0.plus(IDLE).plus(INTERVAL));
            assertThat(sessions.purgeExpired(100)).isEqualTo(1);

            assertThat(sessions.peek(issued.token())).isEqualTo(before);
        }

        @Test
        void leaves_what_another_node_may_have_seen_and_not_written_yet() {
            sessions.issue(ALICE);
            now.set(T0.plus(IDLE).plus(INTERVAL).minus(TICK));

            assertThat(sessions.purgeExpired(100)).isZero();
        }

        @Test
        void goes_in_batches() {
            for (int i = 0; i < 25; i++) {
                sessions.issue(ALICE);
            }
            now.set(T0.plus(ABSOLUTE));

            assertThat(sessions.purgeExpired(10)).isEqualTo(10);
            assertThat(sessions.purgeExpired(10)).isEqualTo(10);
            assertThat(sessions.purgeExpired(10)).isEqualTo(5);
        }
    }

    @Nested
    class A_policy {
        @Test
        void has_an_idle_timeout_of_2_minutes_at_least() {
            assertThat(new SessionPolicy(Duration.ofMinutes(2), ABSOLUTE)).isNotNull();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SessionPolicy(Duration.ofMinutes(2).minus(TICK), ABSOLUTE));
        }

        @Test
        void has_an_absolute_timeout_not_below_the_idle_one() {
            assertThat(new SessionPolicy(IDLE, IDLE)).isNotNull();
            assertThatIllegalArgumentException().isThrownBy(() -> new SessionPolicy(IDLE, IDLE.minus(TICK)));
        }
    }

    /** A store in memory that counts writes and can be down. */
    private static final class CountingStore implements SessionStore {
        private final SessionStore memory = new MemorySessionStore();
        private int writes;
        private int activityWrites;
        private boolean isDown;

        private SessionStore up() {
            if (isDown) {
                throw new StoreUnavailableException("down", new IllegalStateException("for a test"));
            }
            return memory;
        }

        @Override
        public Insertion insert(TokenHash hash, Session session, int maximum, Instant now) {
            writes++;
            return up().insert(hash, session, maximum, now);
        }

        @Override
        public Insertion bringBack(TokenHash hash, Session session, Instant now) {
            writes++;
            return up().bringBack(hash, session, now);
        }

        @Override
        public void confirm(Collection<TokenHash> hashes) {
            writes++;
            up().confirm(hashes);
        }

        @Override
        public void forgetPredecessors(SessionId id) {
            writes++;
            up().forgetPredecessors(id);
        }

        @Override
        public Lookup find(TokenHash hash) {
            return up().find(hash);
        }

        @Override
        public List<Session> list(PrincipalId principal) {
            return up().list(principal);
        }

        @Override
        public void recordActivity(Map<TokenHash, Instant> lastSeenAt) {
            SessionStore live = up();
            writes++;
            activityWrites++;
            live.recordActivity(lastSeenAt);
        }

        @Override
        public Optional<TokenHash> end(SessionId id, EndReason reason, Instant at) {
            writes++;
            return up().end(id, reason, at);
        }

        @Override
        public List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant at) {
            writes++;
            return up().endAll(principal, reason, at);
        }

        @Override
        public List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant at) {
            writes++;
            return up().endOthers(principal, kept, reason, at);
        }

        @Override
        public List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant at) {
            writes++;
            return up().endSeries(series, reason, at);
        }

        @Override
        public boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
            writes++;
            return up().rotate(current, successor, updated, predecessorUntil);
        }

        @Override
        public int purge(Instant at, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
            return up().purge(at, lastSeenBy, forgetEndedBefore, limit);
        }
    }
}
