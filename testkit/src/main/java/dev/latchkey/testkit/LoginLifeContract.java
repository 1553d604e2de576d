package dev.latchkey.testkit;

import static dev.latchkey.testkit.World.FIREFOX;
import static dev.latchkey.testkit.World.PASSWORD;
import static dev.latchkey.testkit.World.address;
import static dev.latchkey.testkit.World.password;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.ReauthenticationOutcome;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.remember.RememberPolicy;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What must hold of logins on any set of stores, under concurrency and attack. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
public abstract class LoginLifeContract {
    private static final Duration GRACE = RememberPolicy.DEFAULT.grace();
    private static final Duration NIGHT = Duration.ofHours(13);
    private static final int MAX = 3;

    /** The same kind of browser elsewhere: what a thief with the cookie makes of theirs. */
    private static final Client THIEF = new Client("Firefox", "Linux", "Firefox/1 (Linux)", address(198, 51, 100, 9));

    private World here;
    private User alice;

    /** For subclasses. */
    protected LoginLifeContract() {}

    /** An empty store of sessions, asked for once before each test, like the others. */
    protected abstract SessionStore newSessionStore();

    /** An empty store of series. */
    protected abstract RememberMeStore newRememberMeStore();

    /** An empty store of budgets. */
    protected abstract ThrottleStore newThrottleStore();

    /** An empty store of users. */
    protected abstract UserStore newUserStore();

    /** An empty store of secrets. */
    protected abstract SecretStore newSecretStore();

    /** An empty audit log. */
    protected abstract AuditStore newAuditStore();

    private Stores stores;

    /** What joins these stores, which the methods above made. */
    protected abstract Transactions transactions(
            SessionStore sessions, RememberMeStore series, ThrottleStore budgets, UserStore users);

    @BeforeEach
    void open() {
        SessionStore sessions = newSessionStore();
        RememberMeStore series = newRememberMeStore();
        ThrottleStore budgets = newThrottleStore();
        UserStore users = newUserStore();
        stores = new Stores(
                transactions(sessions, series, budgets, users),
                sessions,
                series,
                budgets,
                users,
                newSecretStore(),
                newAuditStore());
        here = new World(stores);
        alice = here.user("alice");
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Nested
    class Fifty_tabs_that_come_back_at_once {
        @Test
        void all_get_a_usable_session_by_one_rotation_and_raise_no_alarm() {
            RememberToken cookie = remembered();
            here.advance(NIGHT);

            List<RememberOutcome> outcomes = Race.of(50, i -> () -> here.identification.restore(cookie, FIREFOX));

            assertThat(outcomes).hasOnlyElementsOfType(RememberOutcome.Restored.class);
            List<RememberOutcome.Restored> restored =
                    outcomes.stream().map(RememberOutcome.Restored.class::cast).toList();
            assertThat(restored)
                    .extracting(RememberOutcome.Restored::token)
                    .containsOnly(restored.getFirst().token());
            assertThat(restored)
                    .extracting(tab -> tab.successor().token())
                    .containsOnly(restored.getFirst().successor().token());
            assertThat(restored)
                    .allSatisfy(tab -> assertThat(here.identification.resolve(tab.token(), FIREFOX))
                            .isInstanceOf(Resolution.Active.class));
            assertThat(series(cookie).generation()).isEqualTo(1);
            assertThat(here.events(AuthEvent.Remembered.class)).hasSize(1);
            assertThat(here.events(AuthEvent.RememberMeStolen.class)).isEmpty();
        }

        @Test
        void night_after_night_stay_one_browser() {
            RememberToken cookie = remembered();
            for (int night = 1; night <= 5; night++) {
                here.advance(NIGHT);
                RememberToken spent = cookie;
                List<RememberOutcome> outcomes = Race.of(50, i -> () -> here.identification.restore(spent, FIREFOX));

                assertThat(outcomes).hasOnlyElementsOfType(RememberOutcome.Restored.class);
                RememberOutcome.Restored back = (RememberOutcome.Restored) outcomes.getFirst();
                here.identification.resolve(back.token(), FIREFOX);
                cookie = back.successor().token();
                assertThat(series(cookie).generation()).isEqualTo(night);
            }
            assertThat(here.events(AuthEvent.RememberMeStolen.class)).isEmpty();
        }
    }

    @Nested
    class A_tab_that_comes_late_after_another_proved_the_password {
        private RememberToken spent;
        private SessionToken proven;

        @BeforeEach
        void comeBackAndProve() {
            spent = remembered();
            here.advance(NIGHT);
            SessionToken back = restored().token();
            here.advance(Duration.ofSeconds(1));
            proven = here.sessions
                    .rotate(back, Browser.of(FIREFOX))
                    .orElseThrow()
                    .token();
        }

        private RememberOutcome.Restored restored() {
            return (RememberOutcome.Restored) here.identification.restore(spent, FIREFOX);
        }

        @Test
        void is_served_as_a_predecessor_whose_cookies_are_old() {
            assertThat(restored().standing()).isEqualTo(Standing.PREDECESSOR);
        }

        @Test
        void begins_no_second_session_when_the_rotated_token_is_forgotten() {
            here.advance(Sessions.PREDECESSOR_GRACE);
            here.sessions.purgeExpired(100);

            assertThat(here.identification.restore(spent, FIREFOX)).isEqualTo(new RememberOutcome.Unknown());
            assertThat(here.identification.resolve(proven, FIREFOX))
                    .isInstanceOfSatisfying(
                            Resolution.Active.class,
                            active ->
                                    assertThat(active.session().isRemembered()).isFalse());
            assertThat(here.events(AuthEvent.Remembered.class)).hasSize(1);
        }
    }

    @Nested
    class A_copied_remember_me_cookie {
        @Test
        void used_by_the_thief_first_throws_both_out_once_the_owner_comes_after_the_grace() {
            assertBothAreOut(THIEF, FIREFOX);
        }

        @Test
        void used_by_the_owner_first_throws_both_out_once_the_thief_comes_after_the_grace() {
            assertBothAreOut(FIREFOX, THIEF);
        }

        private void assertBothAreOut(Client earlier, Client later) {
            RememberToken copied = remembered();
            here.advance(NIGHT);
            RememberOutcome.Restored first = (RememberOutcome.Restored) here.identification.restore(copied, earlier);
            here.identification.resolve(first.token(), earlier);
            here.advance(GRACE);

            List<RememberOutcome> second = Race.of(20, i -> () -> here.identification.restore(copied, later));

            assertThat(second)
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isIn(new RememberOutcome.Stolen(), new RememberOutcome.Ended(EndReason.STOLEN)));
            assertThat(here.identification.resolve(first.token(), earlier))
                    .isEqualTo(new Resolution.Ended(EndReason.STOLEN));
            assertThat(here.identification.restore(first.successor().token(), earlier))
                    .isEqualTo(new RememberOutcome.Ended(EndReason.STOLEN));
            assertThat(here.sessions.list(alice.id())).isEmpty();
            assertThat(here.events(AuthEvent.RememberMeStolen.class))
                    .singleElement()
                    .satisfies(theft -> assertThat(theft.series()).isEqualTo(copied.series()));
            here.audit.flush();
            assertThat(stores.audit()
                            .find(AuditQuery.latest(10).of(alice.id()).ofKinds(Set.of(AuditKind.REMEMBER_ME_STOLEN))))
                    .extracting(AuditEntry::series)
                    .containsExactly(copied.series().value());
        }
    }

    @Nested
    class Guessing {
        @Test
        void at_200_passwords_at_once_brings_the_budget_of_5_to_the_hasher() {
            List<LoginOutcome> outcomes = Race.of(200, i -> () -> guess(stranger(i)));

            assertThat(here.hashed).hasValue(5);
            assertThat(outcomes)
                    .filteredOn(LoginOutcome.BadCredentials.class::isInstance)
                    .hasSize(5);
            assertThat(outcomes).filteredOn(LoginLifeContract::isThrottled).hasSize(195);
        }

        @Test
        void at_10000_passwords_keeps_the_owner_out_of_no_browser_they_know() {
            LoginOutcome.LoggedIn before = here.logIn(alice, LoginDetails.of(FIREFOX));
            Race.of(8, i -> () -> {
                for (int n = 0; n < 1_250; n++) {
                    guess(stranger(i * 1_250 + n));
                }
                return true;
            });
            assertThat(here.login.attempt(
                            new LoginProof.ByPassword(alice.username(), password(PASSWORD)),
                            LoginDetails.of(stranger(20_000))))
                    .matches(LoginLifeContract::isThrottled, "throttled");

            assertThat(here.login.attempt(
                            new LoginProof.ByPassword(alice.username(), password(PASSWORD)),
                            LoginDetails.of(FIREFOX)
                                    .withDeviceCookie(before.device().cookieValue())))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        private LoginOutcome guess(Client from) {
            return here.login.attempt(
                    new LoginProof.ByPassword(alice.username(), password("wrong")), LoginDetails.of(from));
        }

        private Client stranger(int number) {
            return Client.at(address(10, number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff));
        }
    }

    @Nested
    class A_logout {
        /**
         * What a token may stand for then: a late request may have brought the browser back before, which ends the session
         * of before, and another one may have rotated the token away before that, so that it is forgotten.
         */
        private static final List<Resolution> OVER = List.of(
                new Resolution.Ended(EndReason.LOGGED_OUT),
                new Resolution.Ended(EndReason.RETURNED),
                new Resolution.Unknown());

        @Test
        void against_50_late_requests_revives_nothing() {
            LoginOutcome.LoggedIn login =
                    here.logIn(alice, LoginDetails.of(FIREFOX).toBeRemembered(true));
            RememberToken cookie = login.remember().orElseThrow().token();
            here.advance(Duration.ofMinutes(2));
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                int kind = i % 3;
                contenders.add(() -> {
                    switch (kind) {
                        case 0 -> {
                            here.identification.resolve(login.token(), FIREFOX);
                            here.sessions.flushActivity();
                        }
                        case 1 -> here.identification.restore(cookie, FIREFOX);
                        default ->
                            here.reauthentication.attempt(
                                    new Resolution.Active(login.session()), login.token(), password(PASSWORD), FIREFOX);
                    }
                    return true;
                });
            }
            contenders.add(25, () -> {
                here.ownSessions.logOut(List.of(login.token()), List.of(cookie));
                assertThat(here.identification.resolve(login.token(), FIREFOX)).isIn(OVER);
                return true;
            });
            Race.of(contenders);
            here.sessions.flushActivity();

            assertThat(here.sessions.list(alice.id())).isEmpty();
            assertThat(here.identification.resolve(login.token(), FIREFOX)).isIn(OVER);
            assertThat(here.identification.restore(cookie, FIREFOX))
                    .isEqualTo(new RememberOutcome.Ended(EndReason.LOGGED_OUT));
        }
    }

    @Nested
    class The_session_maximum {
        @Test
        void is_never_exceeded_by_50_logins_at_once() {
            try (World limited = World.unthrottled(stores, MAX)) {
                List<Integer> seen = Race.of(50, i -> () -> {
                    limited.logIn(alice, LoginDetails.of(FIREFOX));
                    return limited.sessions.list(alice.id()).size();
                });

                assertThat(seen).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(MAX));
                assertThat(limited.sessions.list(alice.id())).hasSize(MAX);
                assertThat(limited.events(AuthEvent.SessionReplaced.class)).hasSize(47);
            }
        }
    }

    @Nested
    class Proving_the_password_again {
        @Test
        void at_once_in_5_tabs_rotates_once_and_the_old_token_is_good_for_30_seconds() {
            LoginOutcome.LoggedIn login = here.logIn(alice, LoginDetails.of(FIREFOX));
            Resolution.Active visit = (Resolution.Active) here.identification.resolve(login.token(), FIREFOX);

            List<ReauthenticationOutcome> outcomes = Race.of(
                    5, i -> () -> here.reauthentication.attempt(visit, login.token(), password(PASSWORD), FIREFOX));

            assertThat(outcomes)
                    .filteredOn(ReauthenticationOutcome.Reauthenticated.class::isInstance)
                    .hasSize(1);
            assertThat(standing(login.token())).isEqualTo(Standing.PREDECESSOR);
            here.advance(Sessions.PREDECESSOR_GRACE.minusMillis(1));
            assertThat(standing(login.token())).isEqualTo(Standing.PREDECESSOR);
            here.advance(Duration.ofMillis(1));
            assertThat(here.identification.resolve(login.token(), FIREFOX)).isEqualTo(new Resolution.Unknown());
        }

        private Standing standing(SessionToken token) {
            return ((Resolution.Active) here.identification.resolve(token, FIREFOX)).standing();
        }
    }

    @Nested
    class An_operator {
        @Test
        void who_disables_a_user_during_50_logins_and_returns_leaves_no_session_behind() {
            here.close();
            here = World.unthrottled(stores, Integer.MAX_VALUE);
            RememberToken cookie = remembered();
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                boolean logsIn = i % 2 == 0;
                contenders.add(() -> {
                    if (logsIn) {
                        here.login.attempt(
                                new LoginProof.ByPassword(alice.username(), password(PASSWORD)),
                                LoginDetails.of(FIREFOX).toBeRemembered(true));
                    } else {
                        here.identification.restore(cookie, FIREFOX);
                    }
                    return true;
                });
            }
            contenders.add(25, () -> here.accounts.disable(alice.id()));
            Race.of(contenders);

            assertThat(here.sessions.list(alice.id())).isEmpty();
            assertThat(here.identification.restore(cookie, FIREFOX))
                    .isEqualTo(new RememberOutcome.Ended(EndReason.REVOKED));
        }

        @Test
        void who_deletes_a_user_or_resets_a_password_logs_them_out_everywhere() {
            for (String name : List.of("bob", "carol")) {
                User user = here.user(name);
                LoginOutcome.LoggedIn login =
                        here.logIn(user, LoginDetails.of(FIREFOX).toBeRemembered(true));
                boolean isDone = name.equals("bob")
                        ? here.accounts.delete(user.id())
                        : here.accounts.setPassword(user, new PasswordHash("$fake$other"));

                assertThat(isDone).isTrue();
                assertThat(here.identification.resolve(login.token(), FIREFOX))
                        .isEqualTo(new Resolution.Ended(EndReason.REVOKED));
                assertThat(here.identification.restore(
                                login.remember().orElseThrow().token(), FIREFOX))
                        .isEqualTo(new RememberOutcome.Ended(EndReason.REVOKED));
            }
        }
    }

    private RememberToken remembered() {
        return here.logIn(alice, LoginDetails.of(FIREFOX).toBeRemembered(true))
                .remember()
                .orElseThrow()
                .token();
    }

    private RememberMeSeries series(RememberToken token) {
        return ((RememberMeStore.Lookup.Live) stores.series().find(token.series())).series();
    }

    private static boolean isThrottled(LoginOutcome outcome) {
        return outcome instanceof LoginOutcome.Deferred(NotNow why) && why instanceof NotNow.Throttled;
    }
}
