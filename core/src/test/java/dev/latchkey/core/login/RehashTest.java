package dev.latchkey.core.login;

import static dev.latchkey.core.testing.World.FIREFOX;
import static dev.latchkey.core.testing.World.PASSWORD;
import static dev.latchkey.core.testing.World.password;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.testing.FakeHasher;
import dev.latchkey.core.testing.Race;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.SessionToken;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Hashing the same password anew is nobody's change of password, however many do it at once. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RehashTest {
    private final World world = new World();
    private final User eve =
            new User(new PrincipalId("id-eve"), World.username("eve"), "Eve", FakeHasher.outdated(PASSWORD), false);
    private final PasswordHash raised = world.hasher.hash(password(PASSWORD));

    @BeforeEach
    void addEve() {
        world.users.insert(eve);
    }

    private LoginOutcome logIn() {
        return world.login.attempt(
                new LoginProof.ByPassword(eve.username(), password(PASSWORD)), LoginDetails.of(FIREFOX));
    }

    /** Somebody else is quicker, once. */
    private void overtake() {
        AtomicBoolean isDone = new AtomicBoolean();
        world.hasher.whileVerifying(() -> {
            if (isDone.compareAndSet(false, true)) {
                world.users.replacePasswordHash(eve.id(), FakeHasher.outdated(PASSWORD), raised);
            }
        });
    }

    private void assertNobodyWasRefused() {
        assertThat(world.events(AuthEvent.LoginRefused.class)).isEmpty();
        assertThat(world.events(AuthEvent.ReauthenticationRefused.class)).isEmpty();
        assertThat(world.users.find(eve.id()).flatMap(User::passwordHash)).contains(raised);
    }

    @Test
    void a_login_that_was_overtaken_is_let_in() {
        overtake();

        assertThat(logIn()).isInstanceOf(LoginOutcome.LoggedIn.class);
        assertNobodyWasRefused();
    }

    @Test
    void of_many_right_logins_at_once_all_are_let_in() {
        assertThat(Race.of(5, i -> this::logIn)).allMatch(LoginOutcome.LoggedIn.class::isInstance);
        assertNobodyWasRefused();
        assertThat(world.sessions.list(eve.id())).hasSize(5);
    }

    @Test
    void proving_the_password_again_while_it_is_hashed_anew_ends_no_session() {
        SessionToken here = begin();
        overtake();

        ReauthenticationOutcome outcome = world.reauthentication.attempt(
                (Resolution.Active) world.sessions.peek(here), here, password(PASSWORD), FIREFOX);

        assertThat(outcome).isInstanceOf(ReauthenticationOutcome.Reauthenticated.class);
        assertThat(world.sessions.list(eve.id())).hasSize(1);
        assertNobodyWasRefused();
    }

    @Test
    void changing_the_password_while_it_is_hashed_anew_works() {
        SessionToken here = begin();
        overtake();

        assertThat(world.passwordChange.attempt(
                        (Fresh) world.freshness.judge(world.sessions.peek(here), world.now.get()),
                        here,
                        password(PASSWORD),
                        password("a wholly different sentence"),
                        FIREFOX.address()))
                .isInstanceOf(PasswordChangeOutcome.Changed.class);
        assertThat(world.users.find(eve.id()).map(User::credentialEpoch)).contains(1);
    }

    private SessionToken begin() {
        return world.sessions.issue(eve.principal()).token();
    }
}
