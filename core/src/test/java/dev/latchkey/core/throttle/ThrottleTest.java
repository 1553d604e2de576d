package dev.latchkey.core.throttle;

import static dev.latchkey.core.testing.World.FIREFOX;
import static dev.latchkey.core.testing.World.PASSWORD;
import static dev.latchkey.core.testing.World.password;
import static dev.latchkey.core.testing.World.username;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.account.Accounts;
import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.ThrottleScope;
import dev.latchkey.core.login.Decoys;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.Logins;
import dev.latchkey.core.login.PasswordChangeOutcome;
import dev.latchkey.core.login.PasswordProof;
import dev.latchkey.core.login.ReauthenticationOutcome;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.Tokens;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThrottleTest {
    private final World world = new World();
    private final User alice = world.user("alice");

    @Nested
    class Guesses_at_one_account {
        @Test
        void are_refused_beyond_the_budget_without_being_looked_at() {
            for (int i = 0; i < 5; i++) {
                assertThat(guess("alice", stranger(i))).isEqualTo(new LoginOutcome.BadCredentials());
            }
            assertThat(guess("alice", stranger(6)))
                    .isEqualTo(new LoginOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(1))));
            assertThat(logInFrom(stranger(7)))
                    .isEqualTo(new LoginOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(1))));
            assertThat(world.hasher.verified()).isEqualTo(5);
        }

        @Test
        @DisplayName("ASVS 15.4.2: of 200 parallel guesses with a budget of 5, 5 reach the hasher")
        void at_once_are_counted_before_they_are_hashed() {
            List<LoginOutcome> outcomes = Race.of(200, i -> () -> guess("alice", stranger(i)));

            assertThat(outcomes.stream().filter(new LoginOutcome.BadCredentials()::equals))
                    .hasSize(5);
            assertThat(world.hasher.verified()).isEqualTo(5);
        }

        @Test
        void at_once_on_several_nodes_share_the_budget() {
            List<World> nodes = List.of(world, world.anotherNode(), world.anotherNode());
            Race.of(
                    200,
                    i -> () -> nodes.get(i % 3)
                            .login
                            .attempt(
                                    new LoginProof.ByPassword(username("alice"), password("wrong")),
                                    LoginDetails.of(stranger(i))));

            assertThat(world.hasher.verified()).isEqualTo(5);
        }

        @ParameterizedTest
        @ValueSource(strings = {"alice", "ALICE", " alice ", "ａｌｉｃｅ"})
        void are_counted_by_the_normalised_name(String spelling) {
            for (int i = 0; i < 5; i++) {
                guess("alice", stranger(i));
            }
            assertThat(guess(spelling, stranger(9))).matches(ThrottleTest::isThrottled, "throttled");
        }

        @Test
        @DisplayName("ASVS 6.3.8: throttling does not tell whether a user exists")
        void get_the_same_answers_when_nobody_has_that_name() {
            for (int i = 0; i < 12; i++) {
                world.advance(Duration.ofSeconds(i));
                assertThat(guess("nobody", stranger(i))).isEqualTo(guess("alice", stranger(100 + i)));
            }
        }

        @Test
        void begin_anew_after_a_success() {
            for (int i = 0; i < 4; i++) {
                guess("alice", stranger(i));
            }
            assertThat(logInFrom(stranger(5))).isInstanceOf(LoginOutcome.LoggedIn.class);
            for (int i = 0; i < 5; i++) {
                assertThat(guess("alice", stranger(i))).isEqualTo(new LoginOutcome.BadCredentials());
            }
        }

        @Test
        void are_told_to_the_audit_log_without_the_name() {
            for (int i = 0; i < 6; i++) {
                guess("alice", stranger(i));
            }
            assertThat(world.events(AuthEvent.Throttled.class))
                    .containsExactly(new AuthEvent.Throttled(World.T0, ThrottleScope.ACCOUNT, "10.0.0.0/24"));
        }

        @Test
        void that_were_not_hashed_because_that_was_busy_do_not_count() {
            world.bulkhead.close();
            for (int i = 0; i < 50; i++) {
                assertThat(guess("alice", stranger(i))).isEqualTo(new LoginOutcome.Deferred(new NotNow.Busy()));
            }
        }
    }

    @Nested
    class A_browser_that_logged_in_before {
        @Test
        @DisplayName("ASVS 6.1.1: an attacker's 10,000 failures do not keep the owner out of a known browser")
        void is_let_in_at_the_first_try_after_ten_thousand_failures_of_others() {
            DeviceToken device = world.logIn(alice).device();
            for (int i = 0; i < 10_000; i++) {
                guess("alice", stranger(i));
                world.advance(Duration.ofMillis(100));
            }

            assertThat(logInFrom(stranger(1))).matches(ThrottleTest::isThrottled, "throttled");
            assertThat(world.login.attempt(
                            new LoginProof.ByPassword(alice.username(), password(PASSWORD)), known(device)))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        @Test
        void has_a_small_budget_of_its_own() {
            DeviceToken device = world.logIn(alice).device();
            for (int i = 0; i < 5; i++) {
                assertThat(world.login.attempt(
                                new LoginProof.ByPassword(alice.username(), password("wrong")), known(device)))
                        .isEqualTo(new LoginOutcome.BadCredentials());
            }

            assertThat(world.login.attempt(
                            new LoginProof.ByPassword(alice.username(), password(PASSWORD)), known(device)))
                    .isEqualTo(new LoginOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(1))));
            assertThat(logInFrom(stranger(1))).isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        @Test
        void stays_the_same_one_by_logging_in_again() {
            DeviceToken device = world.logIn(alice).device();
            DeviceToken again = world.logIn(alice, known(device)).device();

            assertThat(again.id()).isEqualTo(device.id());
        }

        @Test
        void is_a_stranger_to_every_other_account() {
            world.user("bob");
            DeviceToken device = world.logIn(alice).device();
            for (int i = 0; i < 5; i++) {
                world.login.attempt(new LoginProof.ByPassword(username("bob"), password("wrong")), known(device));
            }
            assertThat(guess("bob", stranger(1))).matches(ThrottleTest::isThrottled, "throttled");
        }
    }

    @Nested
    class Guesses_from_one_address {
        @Test
        void at_many_names_are_refused_beyond_the_budget() {
            Client attacker = World.client("", "", "203.0.113.66");
            for (int i = 0; i < 50; i++) {
                assertThat(guess("user" + i, attacker)).isEqualTo(new LoginOutcome.BadCredentials());
            }
            assertThat(guess("user50", attacker))
                    .isEqualTo(new LoginOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(10))));
            assertThat(guess("user50", World.client("", "", "203.0.113.67")))
                    .isEqualTo(new LoginOutcome.BadCredentials());
        }

        @Test
        void are_one_budget_for_a_whole_IPv6_64() {
            for (int i = 0; i < 50; i++) {
                guess("user" + i, World.client("", "", "2001:db8:1:2::" + Integer.toHexString(i)));
            }
            assertThat(guess("user50", World.client("", "", "2001:db8:1:2:ffff::1")))
                    .matches(ThrottleTest::isThrottled, "throttled");
            assertThat(guess("user50", World.client("", "", "2001:db8:1:3::1")))
                    .isEqualTo(new LoginOutcome.BadCredentials());
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource({"2001:db8:1:%x::1, 2001:db8:2::1", "203.0.113.%d, 203.0.114.1"})
        void are_five_budgets_for_a_whole_48_or_24_whatever_the_name_and_the_address(String network, String elsewhere) {
            int seen = 0;
            for (int i = 0; i < 2_000; i++) {
                Client attacker = World.client("", "", network.formatted(i % 250));
                seen += guess("user" + i, attacker) instanceof LoginOutcome.BadCredentials ? 1 : 0;
            }

            assertThat(seen).isEqualTo(250);
            assertThat(guess("user", World.client("", "", elsewhere))).isEqualTo(new LoginOutcome.BadCredentials());
        }

        @Test
        void leave_the_budget_of_an_account_alone_once_the_address_is_refused() {
            Client attacker = World.client("", "", "203.0.113.66");
            for (int i = 0; i < 50; i++) {
                guess("user" + i, attacker);
            }
            for (int i = 0; i < 50; i++) {
                guess("alice", attacker);
            }
            assertThat(logInFrom(FIREFOX)).isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        @Test
        void are_not_forgiven_by_logging_in_with_an_account_of_ones_own() {
            Client attacker = World.client("", "", "203.0.113.66");
            for (int i = 0; i < 50; i++) {
                guess("user" + i, attacker);
                if (i % 10 == 0) {
                    logInFrom(attacker);
                }
            }
            assertThat(guess("user50", attacker)).matches(ThrottleTest::isThrottled, "throttled");
        }

        @Test
        void do_not_count_when_they_are_right() {
            Client office = World.client("Firefox", "Linux", "203.0.113.66");
            for (int i = 0; i < 200; i++) {
                assertThat(logInFrom(office)).isInstanceOf(LoginOutcome.LoggedIn.class);
            }
        }

        @Test
        void are_not_counted_together_when_the_address_is_unknown() {
            for (int i = 0; i < 200; i++) {
                assertThat(guess("user" + i, Client.at(ClientAddress.unknown())))
                        .isEqualTo(new LoginOutcome.BadCredentials());
            }
        }
    }

    @Nested
    class Everyone_together {
        private final World small = new World(World.Options.DEFAULT.toBuilder()
                .throttle(new ThrottlePolicy(
                        ThrottlePolicy.DEFAULT.account(),
                        ThrottlePolicy.DEFAULT.device(),
                        ThrottlePolicy.DEFAULT.address(),
                        ThrottleRule.steady(20, Duration.ofMillis(100))))
                .build());

        @Test
        void is_slowed_down_but_for_known_browsers_and_for_addresses_that_did_not_fail_lately() {
            User bob = small.user("bob");
            DeviceToken device = small.logIn(bob).device();
            for (int i = 0; i < 20; i++) {
                assertThat(guessHere("user" + i, stranger(i))).isEqualTo(new LoginOutcome.BadCredentials());
            }

            assertThat(guessHere("bob", stranger(7)))
                    .isEqualTo(new LoginOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(1))));
            assertThat(small.login.attempt(
                            new LoginProof.ByPassword(bob.username(), password(PASSWORD)),
                            LoginDetails.of(stranger(99))))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
            assertThat(small.login.attempt(
                            new LoginProof.ByPassword(bob.username(), password(PASSWORD)), known(device)))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
            assertThat(guessHere("user99", stranger(99))).isEqualTo(new LoginOutcome.BadCredentials());
            assertThat(guessHere("user99", stranger(99)))
                    .isEqualTo(new LoginOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(1))));
        }

        @Test
        void does_not_shut_an_owner_out_who_comes_from_elsewhere_than_a_spray_of_one_IPv6_48() {
            User bob = small.user("bob");
            int seen = 0;
            for (int i = 0; i < 3_000; i++) {
                Client attacker = World.client("", "", "2001:db8:1:" + Integer.toHexString(i) + "::1");
                seen += guessHere("user" + i, attacker) instanceof LoginOutcome.BadCredentials ? 1 : 0;
            }

            assertThat(seen).isEqualTo(20);
            assertThat(small.login.attempt(
                            new LoginProof.ByPassword(bob.username(), password(PASSWORD)),
                            LoginDetails.of(World.client("", "", "2001:db8:2::1"))))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        private LoginOutcome guessHere(String name, Client client) {
            return small.login.attempt(
                    new LoginProof.ByPassword(username(name), password("wrong")), LoginDetails.of(client));
        }

        @Test
        void is_not_slowed_down_by_hammering_at_one_name() {
            User bob = small.user("bob");
            for (int i = 0; i < 500; i++) {
                small.login.attempt(
                        new LoginProof.ByPassword(username("eve"), password("wrong")), LoginDetails.of(stranger(i)));
            }
            assertThat(small.login.attempt(
                            new LoginProof.ByPassword(bob.username(), password(PASSWORD)),
                            LoginDetails.of(stranger(999))))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }
    }

    @Nested
    class Device_cookies_without_end {
        private final List<LoginOutcome.LoggedIn> logins =
                IntStream.range(0, 30).mapToObj(i -> world.logIn(alice)).toList();
        private final List<DeviceToken> minted =
                logins.stream().map(LoginOutcome.LoggedIn::device).toList();
        private final Accounts accounts = new Accounts(
                Transactions.eachWriteAlone(), world.users, world.ownSessions, world.now::get, world.events::add);

        @Test
        void buy_no_more_than_four_browsers_have() {
            assertThat(guessesSeen()).isEqualTo(20);
        }

        @Test
        void are_charged_to_their_address_where_others_are_refused_by_it() {
            for (int i = 0; i < 3; i++) {
                User user = world.user("user" + i);
                DeviceToken device = world.logIn(user).device();
                for (int guess = 0; guess < 5; guess++) {
                    world.login.attempt(new LoginProof.ByPassword(user.username(), password("wrong")), known(device));
                }
            }
            guessesSeen();

            int seen = 0;
            for (int i = 0; i < 100; i++) {
                seen += guess("someone" + i, FIREFOX) instanceof LoginOutcome.BadCredentials ? 1 : 0;
            }
            assertThat(seen).isEqualTo(50 - 15 - 20);
        }

        @Test
        void leave_strangers_to_their_own_budget() {
            guessesSeen();

            assertThat(logInFrom(stranger(1))).isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        @Test
        void are_strangers_after_a_change_of_password() {
            LoginOutcome.LoggedIn here = logins.getLast();
            assertThat(world.passwordChange.attempt(
                            world.fresh(here.session()),
                            here.token(),
                            password(PASSWORD),
                            password("a wholly different sentence"),
                            FIREFOX.address()))
                    .isInstanceOf(PasswordChangeOutcome.Changed.class);

            assertThat(guessesSeen()).isEqualTo(5);
        }

        @Test
        void are_strangers_after_an_operators_reset() {
            accounts.setPassword(
                    world.users.find(alice.id()).orElseThrow(),
                    world.hasher.hash(password("a wholly different sentence")));

            assertThat(guessesSeen()).isEqualTo(5);
        }

        @Test
        void are_strangers_once_their_owner_was_shut_out_and_let_in_again() {
            accounts.disable(alice.id());
            accounts.enable(alice.id());

            assertThat(guessesSeen()).isEqualTo(5);
        }

        @Test
        void of_an_account_that_was_deleted_are_strangers_to_the_next_one_of_that_name() {
            world.users.delete(alice.id());
            world.users.insert(new User(
                    new PrincipalId("another"),
                    alice.username(),
                    "Another",
                    world.hasher.hash(password("another password")),
                    false));

            assertThat(guessesSeen()).isEqualTo(5);
        }

        /** Six with each. */
        private int guessesSeen() {
            int before = world.hasher.verified();
            for (int i = 0; i < 6; i++) {
                minted.forEach(device -> world.login.attempt(
                        new LoginProof.ByPassword(alice.username(), password("wrong")), known(device)));
            }
            return world.hasher.verified() - before;
        }
    }

    @Nested
    class Guesses_in_a_session {
        @Test
        void are_one_budget_for_all_sessions_that_a_remembered_browser_makes() {
            RememberToken cookie =
                    world.logInRemembered(alice).remember().orElseThrow().token();
            int before = world.hasher.verified();
            for (int i = 0; i < 50; i++) {
                RememberOutcome.Restored restored =
                        (RememberOutcome.Restored) world.rememberMe.restore(cookie, FIREFOX);
                cookie = restored.successor().token();
                for (int guess = 0; guess < 5; guess++) {
                    world.reauthentication.attempt(
                            new Resolution.Active(restored.session()), restored.token(), password("wrong"), FIREFOX);
                }
            }

            assertThat(world.hasher.verified()).isEqualTo(before + 5);
        }

        @Test
        void are_one_budget_for_all_sessions_of_a_user_and_for_both_routes() {
            int before = world.hasher.verified();
            for (int i = 0; i < 50; i++) {
                LoginOutcome.LoggedIn login = world.logIn(alice);
                before++;
                if (i % 2 == 0) {
                    prove(login, "wrong", FIREFOX);
                } else {
                    world.passwordChange.attempt(
                            world.fresh(login.session()),
                            login.token(),
                            password("wrong"),
                            password("a wholly different sentence"),
                            FIREFOX.address());
                }
            }

            assertThat(world.hasher.verified()).isEqualTo(before + 5);
        }

        @Test
        void of_a_thief_are_not_forgotten_because_the_owner_proves_the_password() {
            LoginOutcome.LoggedIn owner = world.logIn(alice);
            LoginOutcome.LoggedIn stolen = world.logIn(alice);
            int seen = 0;
            for (int i = 0; i < 20; i++) {
                seen += prove(stolen, "wrong", FIREFOX) instanceof ReauthenticationOutcome.WrongPassword ? 1 : 0;
                world.advance(Duration.ofSeconds(1));
                prove(owner, PASSWORD, FIREFOX);
            }

            assertThat(seen).isBetween(5, 8);
        }

        @Test
        void are_charged_to_their_address_where_strangers_are_refused_by_it() {
            Client attacker = World.client("", "", "203.0.113.66");
            for (int i = 0; i < 10; i++) {
                LoginOutcome.LoggedIn login = world.logIn(world.user("user" + i));
                for (int guess = 0; guess < 5; guess++) {
                    assertThat(prove(login, "wrong", attacker)).isEqualTo(new ReauthenticationOutcome.WrongPassword());
                }
            }

            assertThat(guess("someone", attacker)).matches(ThrottleTest::isThrottled, "throttled");
        }

        @Test
        void of_strangers_keep_no_owner_from_proving_the_password() {
            LoginOutcome.LoggedIn owner = world.logIn(alice);
            for (int i = 0; i < 200; i++) {
                guess("alice", FIREFOX);
                guess("user" + i, FIREFOX);
            }

            assertThat(guess("anybody", FIREFOX)).matches(ThrottleTest::isThrottled, "throttled");
            assertThat(prove(owner, PASSWORD, FIREFOX)).isInstanceOf(ReauthenticationOutcome.Reauthenticated.class);
        }

        private ReauthenticationOutcome prove(LoginOutcome.LoggedIn login, String typed, Client client) {
            return world.reauthentication.attempt(
                    new Resolution.Active(login.session()), login.token(), password(typed), client);
        }
    }

    @Nested
    class Logins_that_are_right {
        @Test
        void have_a_pace_of_their_own_that_one_name_does_not_exceed() {
            int done = 0;
            for (int i = 0; i < 1_000; i++) {
                done += logInFrom(stranger(i)) instanceof LoginOutcome.LoggedIn ? 1 : 0;
            }

            assertThat(done).isEqualTo(300);
            assertThat(world.events(AuthEvent.Throttled.class))
                    .extracting(AuthEvent.Throttled::scope)
                    .containsOnly(ThrottleScope.LOGINS);
        }

        @Test
        void from_one_address_have_one_too() {
            List<User> users =
                    IntStream.range(0, 30).mapToObj(i -> world.user("user" + i)).toList();
            int done = 0;
            for (int i = 0; i < 3_000; i++) {
                done += world.login.attempt(
                                        new LoginProof.ByPassword(
                                                users.get(i % 30).username(), password(PASSWORD)),
                                        LoginDetails.of(FIREFOX))
                                instanceof LoginOutcome.LoggedIn
                        ? 1
                        : 0;
            }
            assertThat(done).isEqualTo(2_000);
        }
    }

    @Nested
    class A_store {
        private final AtomicInteger trips = new AtomicInteger();

        @Test
        void is_asked_three_times_at_most_by_a_login_from_a_new_browser() {
            LoginOutcome outcome = login(counting(world.throttleStore), PASSWORD);

            assertThat(outcome).isInstanceOf(LoginOutcome.LoggedIn.class);
            assertThat(trips).hasValueLessThanOrEqualTo(3);
        }

        @Test
        @DisplayName("Security rule 60: an unknown name costs the store the same")
        void is_asked_as_often_about_a_name_that_nobody_has() {
            ThrottleStore store = counting(world.throttleStore);
            login(store, "wrong");
            int known = trips.getAndSet(0);
            loginAs("nobody", store, "wrong");

            assertThat(trips).hasValue(known);
        }

        @Test
        @DisplayName("Security rule 87: a store that cannot keep a count has no password looked at, right or wrong")
        void that_cannot_keep_the_attempt_has_no_password_looked_at() {
            ThrottleStore store = (ThrottleStore) Proxy.newProxyInstance(
                    ThrottleStore.class.getClassLoader(),
                    new Class<?>[] {ThrottleStore.class},
                    (proxy, method, args) -> {
                        method.invoke(world.throttleStore, args);
                        throw new StoreUnavailableException("the commit failed", new IOException());
                    });
            for (String typed : List.of(PASSWORD, "wrong")) {
                assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> login(store, typed));
            }
            assertThat(world.hasher.verified()).isZero();
        }

        @Test
        void that_cannot_take_a_success_back_lets_in_all_the_same_and_leaves_it_counted() {
            ThrottleStore store = (ThrottleStore) Proxy.newProxyInstance(
                    ThrottleStore.class.getClassLoader(),
                    new Class<?>[] {ThrottleStore.class},
                    (proxy, method, args) -> {
                        if (method.getName().equals("settle")) {
                            throw new StoreUnavailableException("down for the test", new IOException());
                        }
                        return method.invoke(world.throttleStore, args);
                    });
            for (int i = 0; i < 5; i++) {
                assertThat(login(store, PASSWORD)).isInstanceOf(LoginOutcome.LoggedIn.class);
            }
            assertThat(login(store, PASSWORD)).matches(ThrottleTest::isThrottled, "throttled");
        }

        private ThrottleStore counting(ThrottleStore store) {
            return (ThrottleStore) Proxy.newProxyInstance(
                    ThrottleStore.class.getClassLoader(),
                    new Class<?>[] {ThrottleStore.class},
                    (proxy, method, args) -> {
                        trips.incrementAndGet();
                        return method.invoke(store, args);
                    });
        }

        private LoginOutcome login(ThrottleStore store, String typed) {
            return loginAs("alice", store, typed);
        }

        private LoginOutcome loginAs(String name, ThrottleStore store, String typed) {
            Throttle throttle = Throttle.builder(
                            store, new KeyRing(world.secrets, new Tokens(), world.now::get), world.now::get)
                    .build();
            PasswordProof proof = proof(world.bulkhead, throttle);
            return Logins.builder(proof, world.sessions)
                    .build()
                    .attempt(new LoginProof.ByPassword(username(name), password(typed)), LoginDetails.of(stranger(1)));
        }
    }

    @Nested
    class A_clock {
        @Test
        void that_is_ahead_makes_no_budget_whole_when_the_believed_time_is_purged_by() {
            for (int i = 0; i < 5; i++) {
                guess("alice", stranger(i));
            }
            world.advance(Duration.ofDays(400));
            assertThat(world.throttle.purge(World.T0, 1_000)).isZero();
            world.now.set(World.T0);

            assertThat(guess("alice", stranger(9))).matches(ThrottleTest::isThrottled, "throttled");
        }

        @Test
        void that_was_ahead_keeps_nobody_out_for_longer_than_fifteen_minutes() {
            world.advance(Duration.ofHours(25));
            for (int i = 0; i < 20; i++) {
                guess("alice", stranger(i));
                world.advance(Duration.ofMinutes(15));
            }
            world.now.set(World.T0);

            assertThat(logInFrom(stranger(99)))
                    .isEqualTo(new LoginOutcome.Deferred(new NotNow.Throttled(Duration.ofMinutes(15))));
            world.advance(Duration.ofMinutes(5));
            assertThat(logInFrom(stranger(99)))
                    .isEqualTo(new LoginOutcome.Deferred(new NotNow.Throttled(Duration.ofMinutes(10))));
            world.advance(Duration.ofMinutes(10));
            assertThat(world.anotherNode()
                            .login
                            .attempt(
                                    new LoginProof.ByPassword(alice.username(), password(PASSWORD)),
                                    LoginDetails.of(stranger(99))))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }
    }

    @Test
    void a_password_that_was_begun_to_be_looked_at_is_counted_however_late_it_is() {
        CountDownLatch release = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        // Whoever is interrupted waits no longer, as at the deadline, which a busy machine may reach before a password
        // is
        // looked at.
        world.hasher.whileVerifying(() -> {
            caller.interrupt();
            awaitUninterruptibly(release);
        });
        try (HashingBulkhead slow = new HashingBulkhead(8, 64, Duration.ofMinutes(1))) {
            Logins login =
                    Logins.builder(proof(slow, world.throttle), world.sessions).build();
            for (int i = 0; i < 5; i++) {
                assertThat(login.attempt(
                                new LoginProof.ByPassword(alice.username(), password("wrong")),
                                LoginDetails.of(stranger(i))))
                        .isEqualTo(new LoginOutcome.Deferred(new NotNow.Busy()));
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(login.attempt(
                            new LoginProof.ByPassword(alice.username(), password("wrong")),
                            LoginDetails.of(stranger(6))))
                    .matches(ThrottleTest::isThrottled, "throttled");
        } finally {
            release.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void budgets_nobody_used_for_a_day_are_forgotten() {
        guess("alice", stranger(1));
        world.advance(Duration.ofDays(1));
        assertThat(world.throttle.purge(10)).isZero();
        world.advance(Duration.ofHours(1));
        assertThat(world.throttle.purge(10)).isEqualTo(6);
        world.advance(Duration.ofMillis(1));
        assertThat(world.throttle.purge(10)).isEqualTo(1);
        assertThat(world.throttle.purge(10)).isZero();
    }

    private PasswordProof proof(HashingBulkhead bulkhead, Throttle throttle) {
        KeyRing keys = new KeyRing(world.secrets, new Tokens(), world.now::get);
        return new PasswordProof(
                Transactions.eachWriteAlone(),
                world.users,
                world.hasher,
                new Decoys(world.users, world.hasher, keys),
                bulkhead,
                throttle,
                world.now::get,
                world.events::add);
    }

    private LoginOutcome guess(String name, Client client) {
        return world.login.attempt(
                new LoginProof.ByPassword(username(name), password("wrong")), LoginDetails.of(client));
    }

    private LoginOutcome logInFrom(Client client) {
        return world.login.attempt(
                new LoginProof.ByPassword(alice.username(), password(PASSWORD)), LoginDetails.of(client));
    }

    private static LoginDetails known(DeviceToken device) {
        return LoginDetails.of(FIREFOX).withDeviceCookie(device.cookieValue());
    }

    private static Client stranger(int number) {
        return World.client("", "", "10." + (number >> 16 & 0xff) + "." + (number >> 8 & 0xff) + "." + (number & 0xff));
    }

    private static boolean isThrottled(LoginOutcome outcome) {
        return outcome instanceof LoginOutcome.Deferred(NotNow why) && why instanceof NotNow.Throttled;
    }
}
