package dev.latchkey.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.core.account.User;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.TokenHash;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionMaximumTest {
    private static final int MAX = 3;

    private final World world =
            new World(World.Options.UNTHROTTLED.toBuilder().maxPerPrincipal(MAX).build());
    private final User alice = world.user("alice");

    @Test
    @DisplayName("ASVS 7.1.2: one login too many pushes out the session seen longest ago, which knows why")
    void one_login_too_many_pushes_out_the_one_seen_longest_ago() {
        List<LoginOutcome.LoggedIn> logins = logins(MAX);
        world.advance(world.sessions.policy().activityInterval());
        world.sessions.resolve(logins.getFirst().token());
        LoginOutcome.LoggedIn newest = world.logIn(alice);

        assertThat(world.sessions.peek(logins.get(1).token())).isEqualTo(new Resolution.Ended(EndReason.REPLACED));
        assertThat(world.sessions.list(alice.id()))
                .extracting(Session::id)
                .containsExactlyInAnyOrder(
                        logins.get(0).session().id(),
                        logins.get(2).session().id(),
                        newest.session().id());
        assertThat(world.events(AuthEvent.SessionReplaced.class))
                .containsExactly(new AuthEvent.SessionReplaced(
                        world.now.get(), alice.id(), logins.get(1).session().id()));
    }

    @Test
    void what_was_pushed_out_does_not_come_back_by_its_series() {
        LoginOutcome.LoggedIn pushedOut = world.logInRemembered(alice);
        world.advance(Duration.ofMinutes(2));
        logins(MAX);

        assertThat(world.rememberMe.restore(pushedOut.remember().orElseThrow().token(), World.FIREFOX))
                .isEqualTo(new RememberOutcome.Ended(EndReason.REPLACED));
    }

    @Test
    void a_remembered_browser_that_loses_its_session_cookie_has_one_session_however_often() {
        RememberToken cookie =
                world.logInRemembered(alice).remember().orElseThrow().token();
        for (int i = 0; i < 2 * MAX; i++) {
            world.advance(Duration.ofMinutes(5));
            RememberOutcome.Restored back = (RememberOutcome.Restored) world.rememberMe.restore(cookie, World.FIREFOX);
            cookie = back.successor().token();
            assertThat(world.sessions.peek(back.token())).isInstanceOf(Resolution.Active.class);
        }
        assertThat(world.sessions.list(alice.id())).hasSize(1);
    }

    @Test
    void a_login_that_pushes_out_what_a_remembered_browser_left_behind_leaves_that_browser_alone() {
        RememberToken cookie =
                world.logInRemembered(alice).remember().orElseThrow().token();
        world.advance(Duration.ofMinutes(5));
        RememberOutcome.Restored back = (RememberOutcome.Restored) world.rememberMe.restore(cookie, World.FIREFOX);
        world.advance(Duration.ofMinutes(5));
        logins(MAX - 1);

        assertThat(world.sessions.peek(back.token())).isInstanceOf(Resolution.Active.class);
        assertThat(world.rememberMe.restore(back.successor().token(), World.FIREFOX))
                .isInstanceOf(RememberOutcome.Restored.class);
    }

    @Test
    void expired_sessions_do_not_count() {
        LoginOutcome.LoggedIn old = world.logIn(alice);
        world.advance(Duration.ofDays(2));
        logins(MAX);

        assertThat(world.sessions.peek(old.token())).isEqualTo(new Resolution.Ended(EndReason.IDLE_EXPIRED));
        assertThat(world.events(AuthEvent.SessionReplaced.class)).isEmpty();
    }

    @Test
    void a_login_at_the_maximum_writes_what_was_seen_of_its_own_sessions_and_of_no_other() {
        List<Map<TokenHash, Instant>> written = new ArrayList<>();
        Sessions watched = Sessions.builder(recording(world.sessionStore, written), world.now::get)
                .maxPerPrincipal(1)
                .build();
        Sessions.Issued hers = watched.issue(alice.principal());
        Sessions.Issued his = watched.issue(world.user("bob").principal());
        world.advance(watched.policy().activityInterval());
        watched.resolve(hers.token());
        watched.resolve(his.token());

        watched.issue(alice.principal());

        assertThat(written).containsExactly(Map.of(hers.token().hash(), world.now.get()));
        watched.flushActivity();
        assertThat(written.getLast()).containsExactly(Map.entry(his.token().hash(), world.now.get()));
    }

    @SuppressWarnings("unchecked") // what the method takes
    private static SessionStore recording(SessionStore store, List<Map<TokenHash, Instant>> written) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("recordActivity")) {
                        written.add(Map.copyOf((Map<TokenHash, Instant>) args[0]));
                    }
                    return method.invoke(store, args);
                });
    }

    @Test
    void other_principals_do_not_count() {
        User bob = world.user("bob");
        LoginOutcome.LoggedIn his = world.logIn(bob);
        world.advance(Duration.ofMinutes(2));
        logins(5);

        assertThat(world.sessions.peek(his.token())).isInstanceOf(Resolution.Active.class);
    }

    @Test
    void fifty_parallel_logins_never_exceed_the_maximum() {
        for (int round = 0; round < 10; round++) {
            List<Integer> seen = Race.of(50, i -> () -> {
                world.logIn(alice);
                return world.sessions.list(alice.id()).size();
            });

            assertThat(seen).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(MAX));
            assertThat(world.sessions.list(alice.id())).hasSize(MAX);
        }
    }

    @Test
    void is_at_least_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.builder(world.sessionStore, world.now::get)
                        .maxPerPrincipal(0)
                        .build());
    }

    private List<LoginOutcome.LoggedIn> logins(int count) {
        List<LoginOutcome.LoggedIn> logins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            logins.add(world.logIn(alice));
            world.advance(Duration.ofMinutes(2));
        }
        return logins;
    }
}
