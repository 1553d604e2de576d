package dev.latchkey.core.account;

import static dev.latchkey.core.testing.World.T0;
import static dev.latchkey.core.testing.World.address;
import static dev.latchkey.core.testing.World.password;
import static dev.latchkey.core.testing.World.username;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.core.account.RegistrationOutcome.Refused;
import dev.latchkey.core.account.RegistrationOutcome.Registered;
import dev.latchkey.core.account.RegistrationOutcome.UsernameUnavailable;
import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.throttle.NotNow;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationTest {
    private static final String PASSWORD = "a sentence that nobody knows";

    private final World world = new World();
    private final Registration registration = new Registration(
            new DistinctNames(world.users, new OneForI()),
            world.hasher,
            world.bulkhead,
            world.throttle,
            PasswordRules.defaults(),
            world.tokens,
            world.now::get,
            world.events::add);

    @Test
    void makes_a_user_who_can_log_in() {
        User jane = ((Registered) register("Jane.Doe", PASSWORD)).user();

        assertThat(jane.username()).isEqualTo(username("jane.doe"));
        assertThat(world.login.attempt(
                        new LoginProof.ByPassword(jane.username(), password(PASSWORD)), LoginDetails.of(World.FIREFOX)))
                .isInstanceOf(LoginOutcome.LoggedIn.class);
        assertThat(world.events(AuthEvent.Registered.class)).containsExactly(new AuthEvent.Registered(T0, jane.id()));
    }

    @Test
    void refuses_what_does_not_fit_before_anything_is_looked_up() {
        assertThat(register("a b", "short")).isEqualTo(new Refused(false, Set.of(PasswordFlaw.TOO_SHORT)));
        assertThat(world.users.list("", 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"taken", "TAKEN", "admin", "root"})
    void does_not_tell_a_taken_name_from_a_reserved_one(String name) {
        register("taken", PASSWORD);

        assertThat(register(name, PASSWORD)).isEqualTo(new UsernameUnavailable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice",
                "ALICE",
                "al\uFE0Fice",
                "a\u034Flice",
                "al\u0131ce",
                "al1ce",
                "adm1n",
                "a\u034Fdmin",
                "admi\u0307n"
            })
    void does_not_tell_a_name_that_looks_like_one_of_those_either(String name) {
        register("alice", PASSWORD);

        assertThat(register(name, PASSWORD)).isEqualTo(new UsernameUnavailable());
        assertThat(world.users.list("", 10)).hasSize(1);
    }

    @Test
    void refuses_what_looks_like_a_name_that_an_operator_brought_in() {
        world.users.insert(new User(
                new PrincipalId("imported"), username("alice"), "Alice", world.hasher.hash(password(PASSWORD)), false));

        assertThat(register("al1ce", PASSWORD)).isEqualTo(new UsernameUnavailable());
    }

    @Test
    void refuses_a_name_of_letters_that_no_name_has() {
        assertThat(register("§§§", PASSWORD)).isEqualTo(new Refused(false, Set.of()));
        assertThat(register("unheard-of", PASSWORD)).isEqualTo(new Refused(false, Set.of()));
    }

    @Test
    void greets_nobody_by_a_name_that_turns_text_around() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registration.register(
                        username("jane"), password(PASSWORD), "Jane\u202E", address("203.0.113.7")))
                .withMessageContaining("U+202E");
    }

    @Test
    void of_fifty_at_once_that_look_alike_one_succeeds() {
        List<RegistrationOutcome> outcomes = Race.of(
                50,
                i -> () -> registration.register(
                        username(i % 2 == 0 ? "alice" : "al1ce"),
                        password(PASSWORD),
                        "Alice",
                        address("203.0.113." + i)));

        assertThat(outcomes.stream().filter(Registered.class::isInstance)).hasSize(1);
    }

    @Test
    void of_fifty_at_once_with_one_name_one_succeeds() {
        List<RegistrationOutcome> outcomes = Race.of(
                50,
                i -> () ->
                        registration.register(username("jane"), password(PASSWORD), "Jane", address("203.0.113." + i)));

        assertThat(outcomes.stream().filter(Registered.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(new UsernameUnavailable()::equals)).hasSize(49);
    }

    @Test
    void from_one_address_is_slow_whether_it_succeeds_or_asks_for_names() {
        for (int i = 0; i < 50; i++) {
            register("user" + i % 40, PASSWORD);
        }
        assertThat(register("one.more", PASSWORD))
                .isEqualTo(new RegistrationOutcome.Deferred(new NotNow.Throttled(Duration.ofSeconds(10))));
    }

    @Test
    void that_was_not_hashed_does_not_count() {
        world.bulkhead.close();
        for (int i = 0; i < 60; i++) {
            assertThat(register("jane", PASSWORD)).isEqualTo(new RegistrationOutcome.Deferred(new NotNow.Busy()));
        }
    }

    private RegistrationOutcome register(String name, String typed) {
        return registration.register(username(name), password(typed), "Somebody", address("203.0.113.7"));
    }

    /** Takes {@code 1} for {@code i}, and has never heard of one name. */
    private static final class OneForI implements Lookalikes {
        @Override
        public String edition() {
            return "test";
        }

        @Override
        public Skeleton skeleton(String name) {
            return new Skeleton(edition(), name.replace('1', 'i'));
        }

        @Override
        public boolean isOrdinary(Username username) {
            return !username.value().equals("unheard-of");
        }
    }
}
