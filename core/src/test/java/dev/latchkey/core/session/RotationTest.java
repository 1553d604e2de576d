package dev.latchkey.core.session;

import static dev.latchkey.core.testing.World.FIREFOX;
import static dev.latchkey.core.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.freshness.Privilege;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RotationTest {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration LATER = Duration.ofHours(1);
    private static final Browser HERE = Browser.of(FIREFOX);

    private final World world = new World();
    private final User alice = world.user("alice");
    private final Sessions sessions = world.sessions;
    private final Sessions.Issued issued = sessions.issue(alice.principal(), new SeriesLink.None(), HERE);

    @Nested
    class The_successor {
        @Test
        @DisplayName("ASVS 7.2.4: a new session token is issued on reauthentication")
        void is_another_token_of_the_same_session_authenticated_now() {
            world.advance(LATER);
            Sessions.Issued rotated = rotate();

            assertThat(rotated.token()).isNotEqualTo(issued.token());
            assertThat(rotated.session().id()).isEqualTo(issued.session().id());
            assertThat(rotated.session().authenticatedAt()).isEqualTo(T0.plus(LATER));
            assertThat(sessions.peek(rotated.token())).isEqualTo(new Resolution.Active(rotated.session()));
        }

        @Test
        void does_not_live_longer_for_it() {
            world.advance(LATER);

            assertThat(rotate().session().expiresAt())
                    .isEqualTo(issued.session().expiresAt());
        }

        @Test
        void can_be_rotated_again() {
            Sessions.Issued second = rotate();

            assertThat(sessions.rotate(second.token(), HERE)).isPresent();
            assertThat(standingOf(issued.token())).contains(Standing.PREDECESSOR);
            assertThat(standingOf(second.token())).contains(Standing.PREDECESSOR);
        }
    }

    @Nested
    class The_predecessor {
        @Test
        void is_good_and_not_fresh_until_just_before_its_30_seconds_are_over() {
            rotate();
            world.advance(Sessions.PREDECESSOR_GRACE.minus(TICK));

            assertThat(standingOf(issued.token())).contains(Standing.PREDECESSOR);
            assertThat(world.freshness.judge(sessions.peek(issued.token()), world.now.get()))
                    .isEqualTo(new Privilege.ReauthenticationRequired());
        }

        @Test
        void is_unknown_when_they_are_over() {
            rotate();
            world.advance(Sessions.PREDECESSOR_GRACE);

            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Unknown());
        }

        @Test
        void is_never_rotated_again() {
            rotate();

            assertThat(sessions.rotate(issued.token(), HERE)).isEmpty();
        }

        @Test
        void ends_with_the_session_and_for_the_same_reason() {
            SessionToken successor = rotate().token();
            sessions.logOut(successor);

            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void can_log_out() {
            SessionToken successor = rotate().token();
            sessions.logOut(issued.token());

            assertThat(sessions.peek(successor)).isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
        }

        @Test
        void is_forgotten_by_a_purge_once_its_time_is_up() {
            rotate();
            world.advance(Sessions.PREDECESSOR_GRACE);

            assertThat(sessions.purgeExpired(10)).isEqualTo(1);
            assertThat(world.sessionStore.find(issued.token().hash())).isEqualTo(new SessionStore.Lookup.Absent());
        }
    }

    @Nested
    class Refused {
        @Test
        void when_the_session_ended() {
            sessions.logOut(issued.token());

            assertThat(sessions.rotate(issued.token(), HERE)).isEmpty();
        }

        @Test
        void when_the_session_expired() {
            world.now.set(issued.session().expiresAt());

            assertThat(sessions.rotate(issued.token(), HERE)).isEmpty();
        }
    }

    @Nested
    class At_once {
        @Test
        void a_hundred_requests_over_a_rotation_meet_no_401_and_one_successor() {
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                World node = i % 2 == 0 ? world : world.anotherNode();
                contenders.add(() -> node.sessions.resolve(issued.token()) instanceof Resolution.Active);
            }
            contenders.add(50, () -> sessions.rotate(issued.token(), HERE).isPresent());

            assertThat(Race.of(contenders)).containsOnly(true);
            assertThat(world.sessionStore.list(alice.id())).hasSize(1);
        }

        @Test
        void of_fifty_rotations_one_wins() {
            List<Optional<Sessions.Issued>> rotated = Race.of(50, i -> () -> sessions.rotate(issued.token(), HERE));

            assertThat(rotated.stream().filter(Optional::isPresent)).hasSize(1);
        }

        @Test
        void a_rotation_and_a_logout_leave_nothing_alive() {
            for (int round = 0; round < 50; round++) {
                SessionToken token = sessions.issue(alice.principal()).token();
                List<Callable<Optional<SessionToken>>> contenders =
                        List.of(() -> sessions.rotate(token, HERE).map(Sessions.Issued::token), () -> {
                            sessions.logOut(token);
                            return Optional.empty();
                        });
                Optional<SessionToken> successor = Race.of(contenders).getFirst();

                assertThat(sessions.peek(successor.orElse(token)))
                        .isEqualTo(new Resolution.Ended(EndReason.LOGGED_OUT));
            }
        }

        @Test
        void activity_recorded_meanwhile_is_not_lost() {
            Instant later = T0.plus(LATER);
            world.sessionStore.recordActivity(Map.of(issued.token().hash(), later));
            Session stale = issued.session().authenticatedAt(T0.plusSeconds(1), HERE);
            SessionToken successor = world.tokens.newSessionToken(0);

            assertThat(world.sessionStore.rotate(issued.token().hash(), successor.hash(), stale, later))
                    .isTrue();
            assertThat(world.sessionStore.list(alice.id()).getFirst().lastSeenAt())
                    .isEqualTo(later);
        }
    }

    @Nested
    class After_a_credential_was_replaced {
        @Test
        @DisplayName("ASVS 7.2.4: no token of before is good for anything, not even for a moment")
        void every_token_of_before_is_unknown_at_once() {
            SessionToken second = rotate().token();
            Sessions.Issued third = sessions.rotateAtOnce(second, HERE).orElseThrow();

            assertThat(sessions.peek(issued.token())).isEqualTo(new Resolution.Unknown());
            assertThat(sessions.peek(second)).isEqualTo(new Resolution.Unknown());
            assertThat(standingOf(third.token())).contains(Standing.CURRENT);
        }

        @Test
        void those_of_other_sessions_stay() {
            Sessions.Issued other = sessions.issue(alice.principal());
            sessions.rotate(other.token(), HERE);
            sessions.rotateAtOnce(issued.token(), HERE);

            assertThat(standingOf(other.token())).contains(Standing.PREDECESSOR);
        }
    }

    @Nested
    class A_token_of_another_partition_than_its_session {
        @Test
        void is_no_session_although_the_store_finds_one() {
            SessionToken moved = new Tokens().newSessionToken(alice.id().partition() ^ 1);
            world.sessionStore.insert(
                    moved.hash(),
                    new Session(world.tokens.newSessionId(0), alice.principal(), T0, T0, T0, T0.plus(LATER)));

            assertThat(sessions.resolve(moved)).isEqualTo(new Resolution.Unknown());
            assertThat(sessions.peek(moved)).isEqualTo(new Resolution.Unknown());
            assertThat(sessions.rotate(moved, HERE)).isEmpty();
            assertThat(sessions.logOut(moved)).isEmpty();
        }

        @Test
        void every_token_that_is_issued_names_that_of_its_principal() {
            assertThat(issued.token().partition()).isEqualTo(alice.id().partition());
            assertThat(rotate().token().partition()).isEqualTo(alice.id().partition());
        }
    }

    private Sessions.Issued rotate() {
        return sessions.rotate(issued.token(), HERE).orElseThrow();
    }

    private Optional<Standing> standingOf(SessionToken token) {
        return sessions.resolve(token) instanceof Resolution.Active active
                ? Optional.of(active.standing())
                : Optional.empty();
    }
}
