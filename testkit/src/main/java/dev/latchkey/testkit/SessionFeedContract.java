package dev.latchkey.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionFeed.Changes;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every {@link SessionFeed} must do, and a {@link SessionStore} that has one. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class SessionFeedContract {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final PrincipalId ALICE = new PrincipalId("alice-id");
    private static final Tokens TOKENS = new Tokens();
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SeriesId series = TOKENS.newSeriesId(ALICE.partition());
    private final TokenHash hash = newHash();
    private final Session session = session(new SeriesLink.Holds(series));
    private final List<SessionFeed.Membership> joined = new ArrayList<>();
    private Shared shared;
    private SessionFeed.Membership node;

    /** For subclasses. */
    protected SessionFeedContract() {}

    /** A store that nodes share, their feed, and what joins several writes. */
    public record Shared(SessionStore sessions, SessionFeed feed, Transactions transactions) {}

    /** An empty store without nodes, asked for once before each test. */
    protected abstract Shared newStore();

    /**
     * Whether sessions are kept elsewhere than what a whole act is of, so that what it does to them is done, and others
     * are told, before it is committed. Default: no.
     */
    protected boolean tellsBeforeTheCommit() {
        return false;
    }

    @BeforeEach
    void join() {
        shared = newStore();
        shared.sessions().insert(hash, session);
        node = newNode("first");
    }

    @AfterEach
    void leave() {
        joined.forEach(SessionFeed.Membership::close);
        threads.shutdownNow();
    }

    @Nested
    class A_node_is_told {
        @Test
        void of_a_session_that_ended_and_why() {
            shared.sessions().end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(told(node)).containsExactly(new SessionChange.Ended(hash, EndReason.LOGGED_OUT));
        }

        @Test
        void of_all_sessions_of_a_principal_that_ended() {
            TokenHash other = newHash();
            shared.sessions().insert(other, session(SeriesLink.none()));
            shared.sessions().endAll(ALICE, EndReason.REVOKED, T0);

            assertThat(told(node))
                    .containsExactlyInAnyOrder(
                            new SessionChange.Ended(hash, EndReason.REVOKED),
                            new SessionChange.Ended(other, EndReason.REVOKED));
        }

        @Test
        void of_others_that_ended_and_not_of_the_one_that_stays() {
            Session kept = session(SeriesLink.none());
            shared.sessions().insert(newHash(), kept);
            shared.sessions().endOthers(ALICE, kept.id(), EndReason.REVOKED, T0);

            assertThat(told(node)).containsExactly(new SessionChange.Ended(hash, EndReason.REVOKED));
        }

        @Test
        void of_those_of_a_series_that_ended() {
            shared.sessions().endSeries(series, EndReason.STOLEN, T0);

            assertThat(told(node)).containsExactly(new SessionChange.Ended(hash, EndReason.STOLEN));
        }

        @Test
        void of_one_that_a_newer_login_pushed_out() {
            shared.sessions().insert(newHash(), session(SeriesLink.none()), 1, T0);

            assertThat(told(node)).containsExactly(new SessionChange.Ended(hash, EndReason.REPLACED));
        }

        @Test
        void of_one_whose_browser_returned_and_of_the_token_that_it_may_have_looked_for_in_vain() {
            TokenHash derived = newHash();
            shared.sessions().bringBack(derived, session(new SeriesLink.BornOf(series)), T0);

            assertThat(told(node))
                    .containsExactlyInAnyOrder(
                            new SessionChange.Outdated(derived), new SessionChange.Ended(hash, EndReason.RETURNED));
        }

        @Test
        void of_one_that_was_past_a_deadline_when_it_was_purged() {
            shared.sessions().purge(T0.plus(LONG), T0.plus(LONG), T0, 10);

            assertThat(told(node)).containsExactly(new SessionChange.Ended(hash, EndReason.IDLE_EXPIRED));
        }

        @Test
        void of_a_token_that_was_rotated_away() {
            shared.sessions().rotate(hash, newHash(), session, T0.plusSeconds(30));

            assertThat(told(node)).containsExactly(new SessionChange.Outdated(hash));
        }

        @Test
        void of_tokens_that_are_not_even_good_for_a_moment_more() {
            shared.sessions().rotate(hash, newHash(), session, T0.plusSeconds(30));
            told(node);
            shared.sessions().forgetPredecessors(session.id());

            assertThat(told(node)).containsExactly(new SessionChange.Outdated(hash));
        }

        @Test
        void of_every_token_of_a_session_that_ended_because_it_may_know_an_older_one() {
            TokenHash successor = newHash();
            shared.sessions().rotate(hash, successor, session, T0.plusSeconds(30));
            told(node);
            shared.sessions().end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(told(node))
                    .containsExactlyInAnyOrder(
                            new SessionChange.Ended(hash, EndReason.LOGGED_OUT),
                            new SessionChange.Ended(successor, EndReason.LOGGED_OUT));
        }

        @Test
        void of_each_change_once() {
            shared.sessions().end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(told(node)).hasSize(1);
            assertThat(told(node)).isEmpty();
        }

        @Test
        void of_what_a_whole_act_did_once_it_is_committed_or_before_where_sessions_are_elsewhere() {
            List<SessionChange> before = new ArrayList<>();
            shared.transactions().together(() -> {
                shared.sessions().end(session.id(), EndReason.REVOKED, T0);
                before.addAll(elsewhere(() -> told(node)));
            });
            List<SessionChange> after = told(node);

            assertThat(tellsBeforeTheCommit() ? before : after)
                    .containsExactly(new SessionChange.Ended(hash, EndReason.REVOKED));
            assertThat(tellsBeforeTheCommit() ? after : before).isEmpty();
        }

        @Test
        void like_every_other() {
            SessionFeed.Membership second = newNode("second");
            shared.sessions().end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(told(node)).hasSize(1).isEqualTo(told(second));
        }
    }

    @Nested
    class A_node_is_not_told {
        @Test
        void of_what_was_before_it_joined() {
            shared.sessions().end(session.id(), EndReason.LOGGED_OUT, T0);

            assertThat(told(newNode("late"))).isEmpty();
        }

        @Test
        void of_what_no_cache_can_be_wrong_about() {
            TokenHash other = newHash();
            shared.sessions().insert(other, session(SeriesLink.none()));
            shared.sessions().recordActivity(Map.of(hash, T0.plusSeconds(60)));
            shared.sessions().confirm(List.of(hash));
            shared.sessions().end(TOKENS.newSessionId(ALICE.partition()), EndReason.REVOKED, T0);

            assertThat(told(node)).isEmpty();
        }
    }

    @Nested
    class An_end_is_acknowledged {
        @Test
        void when_every_node_that_may_answer_has_applied_it_and_not_before() throws Exception {
            SessionFeed.Membership second = newNode("second");
            node.renew(LONG);
            second.renew(LONG);
            Future<?> end = threads.submit(() -> shared.sessions().end(session.id(), EndReason.LOGGED_OUT, T0));
            applied(node);
            applied(second);

            assertThat(end.isDone()).isFalse();
            node.renew(LONG);
            assertThat(end.isDone()).isFalse();
            second.renew(LONG);
            end.get(30, TimeUnit.SECONDS);
        }

        @Test
        void when_the_time_has_passed_for_which_a_silent_node_may_answer() throws Exception {
            node.renew(Duration.ofMillis(50));

            threads.submit(() -> shared.sessions().end(session.id(), EndReason.LOGGED_OUT, T0))
                    .get(30, TimeUnit.SECONDS);
        }

        @Test
        void without_waiting_for_a_node_that_left() throws Exception {
            SessionFeed.Membership gone = newNode("gone");
            gone.renew(LONG);
            gone.close();

            threads.submit(() -> shared.sessions().end(session.id(), EndReason.LOGGED_OUT, T0))
                    .get(30, TimeUnit.SECONDS);
        }

        @Test
        void likewise_when_it_is_part_of_a_whole_act() throws Exception {
            node.renew(LONG);
            Future<?> act = threads.submit(() ->
                    shared.transactions().together(() -> shared.sessions().endAll(ALICE, EndReason.REVOKED, T0)));
            applied(node);

            assertThat(act.isDone()).isFalse();
            node.renew(LONG);
            act.get(30, TimeUnit.SECONDS);
        }
    }

    /** Asks until something is told. */
    private static void applied(SessionFeed.Membership member) {
        while (told(member).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private <T> T elsewhere(Callable<T> question) {
        try {
            return threads.submit(question).get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static List<SessionChange> told(SessionFeed.Membership member) {
        return switch (member.changes()) {
            case Changes.Since(List<SessionChange> changes) -> changes;
            case Changes.Lost() -> throw new AssertionError("lost");
        };
    }

    private SessionFeed.Membership newNode(String name) {
        SessionFeed.Membership member =
                shared.feed().join(new SessionFeed.Node(TOKENS.newOpaqueId(), name, "0.1.0-test"));
        joined.add(member);
        return member;
    }

    private static TokenHash newHash() {
        return TOKENS.newSessionToken(ALICE.partition()).hash();
    }

    private static Session session(SeriesLink link) {
        return new Session(
                TOKENS.newSessionId(ALICE.partition()),
                new Principal(ALICE, "alice", "Alice"),
                T0,
                T0,
                T0,
                T0.plus(Duration.ofDays(7)),
                link,
                Browser.unknown());
    }
}
