package dev.latchkey.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.testing.FakeHasher;
import dev.latchkey.core.testing.World;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class InstallationTest {
    private static final InstantSource CLOCK = () -> World.T0;

    @Test
    void what_happens_is_in_the_audit_log_once_it_is_flushed() {
        World world = new World();
        world.logIn(world.user("jane"));

        world.installation.audit().flush();

        assertThat(world.stores.audit().find(AuditQuery.latest(10)))
                .singleElement()
                .satisfies(line -> assertThat(line.kind()).isEqualTo(AuditKind.LOGGED_IN));
    }

    @Test
    void where_nobody_is_remembered_a_login_that_asks_for_it_succeeds_without() {
        World world = new World();
        try (Installation forgetful = Installation.builder(world.stores, world.hasher, CLOCK)
                .rules(LoginRules.builder().rememberNobody().build())
                .build()) {
            LoginOutcome outcome = forgetful
                    .login()
                    .attempt(
                            new LoginProof.ByPassword(world.user("jane").username(), World.password(World.PASSWORD)),
                            LoginDetails.of(World.FIREFOX).toBeRemembered(true));

            assertThat(forgetful.rememberMe().isOn()).isFalse();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            LoginOutcome.LoggedIn.class,
                            login -> assertThat(login.remember()).isEmpty());
        }
    }

    @Test
    void nobody_makes_an_account_unless_that_was_opened() {
        try (Installation installation =
                Installation.builder(Stores.memory(), new FakeHasher(), CLOCK).build()) {
            assertThat(installation.registration()).isEmpty();
        }
    }

    @Test
    void an_operator_in_another_process_ends_what_is_remembered_even_where_nobody_is_remembered_any_more() {
        World world = new World();
        LoginOutcome.LoggedIn login = world.logInRemembered(world.user("jane"));

        boolean deleted = Installation.builder(world.stores, world.hasher, CLOCK)
                .rules(LoginRules.builder().rememberNobody().build())
                .listener(world.events::add)
                .accounts()
                .delete(login.session().principal().id());

        assertThat(deleted).isTrue();
        assertThat(world.sessions.list(login.session().principal().id())).isEmpty();
        assertThat(world.seriesStore.list(login.session().principal().id())).isEmpty();
        assertThat(world.events(AuthEvent.UserDeleted.class)).hasSize(1);
    }

    @Test
    void a_rule_that_is_out_of_range_is_refused() {
        Installation.Builder builder = Installation.builder(Stores.memory(), new FakeHasher(), CLOCK)
                .rules(LoginRules.builder().freshFor(Duration.ZERO).build());

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fresh");
    }
}
