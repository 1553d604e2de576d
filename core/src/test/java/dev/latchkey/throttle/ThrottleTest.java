package dev.latchkey.throttle;

import static dev.latchkey.testing.World.FIREFOX;
import static dev.latchkey.testing.World.PASSWORD;
import static dev.latchkey.testing.World.password;
import static dev.latchkey.testing.World.username;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.browser.Client;
import dev.latchkey.browser.ClientAddress;
import dev.latchkey.credential.User;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.ThrottleScope;
import dev.latchkey.login.LoginContext;
import dev.latchkey.login.LoginOutcome;
import dev.latchkey.testing.Race;
import dev.latchkey.testing.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
            assertThat(guess("alice", stranger(6))).isEqualTo(new LoginOutcome.Throttled(Duration.ofSeconds(1)));
            assertThat(logInFrom(stranger(7))).isEqualTo(new LoginOutcome.Throttled(Duration.ofSeconds(1)));
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
                            .attempt(username("alice"), password("wrong"), LoginContext.of(stranger(i))));

            assertThat(world.hasher.verified()).isEqualTo(5);
        }

        @ParameterizedTest
        @ValueSource(strings = {"alice", "ALICE", " alice ", "ａｌｉｃｅ"})
        void are_counted_by_the_normalised_name(String spelling) {
            for (int i = 0; i < 5; i++) {
                guess("alice", stranger(i));
            }
            assertThat(guess(spelling, stranger(9))).isInstanceOf(LoginOutcome.Throttled.class);
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
                assertThat(guess("alice", stranger(i))).isEqualTo(new LoginOutcome.Busy());
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

            assertThat(logInFrom(stranger(1))).isInstanceOf(LoginOutcome.Throttled.class);
            assertThat(world.login.attempt(alice.username(), password(PASSWORD), known(device)))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        @Test
        void has_a_small_budget_of_its_own() {
            DeviceToken device = world.logIn(alice).device();
            for (int i = 0; i < 5; i++) {
                assertThat(world.login.attempt(alice.username(), password("wrong"), known(device)))
                        .isEqualTo(new LoginOutcome.BadCredentials());
            }

            assertThat(world.login.attempt(alice.username(), password(PASSWORD), known(device)))
                    .isEqualTo(new LoginOutcome.Throttled(Duration.ofSeconds(1)));
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
                world.login.attempt(username("bob"), password("wrong"), known(device));
            }
            assertThat(guess("bob", stranger(1))).isInstanceOf(LoginOutcome.Throttled.class);
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
            assertThat(guess("user50", attacker)).isEqualTo(new LoginOutcome.Throttled(Duration.ofSeconds(10)));
            assertThat(guess("user50", World.client("", "", "203.0.113.67")))
                    .isEqualTo(new LoginOutcome.BadCredentials());
        }

        @Test
        void are_one_budget_for_a_whole_IPv6_64() {
            for (int i = 0; i < 50; i++) {
                guess("user" + i, World.client("", "", "2001:db8:1:2::" + Integer.toHexString(i)));
            }
            assertThat(guess("user50", World.client("", "", "2001:db8:1:2:ffff::1")))
                    .isInstanceOf(LoginOutcome.Throttled.class);
            assertThat(guess("user50", World.client("", "", "2001:db8:1:3::1")))
                    .isEqualTo(new LoginOutcome.BadCredentials());
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
            assertThat(guess("user50", attacker)).isInstanceOf(LoginOutcome.Throttled.class);
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
        private final World small = new World(World.Options.DEFAULT.with(new ThrottlePolicy(
                ThrottlePolicy.DEFAULT.account(),
                ThrottlePolicy.DEFAULT.device(),
                ThrottlePolicy.DEFAULT.address(),
                ThrottleRule.steady(20, Duration.ofMillis(100)))));

        @Test
        void is_slowed_down_but_for_known_browsers() {
            User bob = small.user("bob");
            DeviceToken device = small.logIn(bob).device();
            for (int i = 0; i < 20; i++) {
                small.login.attempt(username("user" + i), password("wrong"), LoginContext.of(stranger(i)));
            }

            assertThat(small.login.attempt(bob.username(), password(PASSWORD), LoginContext.of(stranger(99))))
                    .isEqualTo(new LoginOutcome.Throttled(Duration.ofSeconds(1)));
            assertThat(small.login.attempt(bob.username(), password(PASSWORD), known(device)))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }

        @Test
        void is_not_slowed_down_by_hammering_at_one_name() {
            User bob = small.user("bob");
            for (int i = 0; i < 500; i++) {
                small.login.attempt(username("eve"), password("wrong"), LoginContext.of(stranger(i)));
            }
            assertThat(small.login.attempt(bob.username(), password(PASSWORD), LoginContext.of(stranger(999))))
                    .isInstanceOf(LoginOutcome.LoggedIn.class);
        }
    }

    @Test
    void budgets_nobody_used_for_a_day_are_forgotten() {
        guess("alice", stranger(1));
        world.advance(Duration.ofDays(1));
        assertThat(world.throttle.purge(10)).isZero();
        world.advance(Duration.ofMillis(1));
        assertThat(world.throttle.purge(10)).isEqualTo(3);
        assertThat(world.throttle.purge(10)).isZero();
    }

    private LoginOutcome guess(String name, Client client) {
        return world.login.attempt(username(name), password("wrong"), LoginContext.of(client));
    }

    private LoginOutcome logInFrom(Client client) {
        return world.login.attempt(alice.username(), password(PASSWORD), LoginContext.of(client));
    }

    private static LoginContext known(DeviceToken device) {
        return LoginContext.of(FIREFOX).withDeviceCookie(device.cookieValue());
    }

    private static Client stranger(int number) {
        return World.client("", "", "10." + (number >> 16 & 0xff) + "." + (number >> 8 & 0xff) + "." + (number & 0xff));
    }
}
