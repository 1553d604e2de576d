package dev.latchkey.core.credential;

import static dev.latchkey.core.testing.World.password;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.PasswordHasher.Verification;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.testing.FakeHasher;
import dev.latchkey.core.testing.World;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordHashersTest {
    private final FakeHasher today = new FakeHasher();
    private final PasswordHashers hashers = new PasswordHashers(today, List.of(new Plain("plain:"), new Plain("p")));

    @Test
    void a_hash_of_today_is_verified_as_ever() {
        assertThat(hashers.verify(password("secret"), today.hash(password("secret"))))
                .isEqualTo(Verification.MATCHES);
        assertThat(hashers.verify(password("wrong"), today.hash(password("secret"))))
                .isEqualTo(Verification.DIFFERS);
    }

    @Test
    void a_foreign_hash_that_matches_is_outdated_and_the_first_format_that_reads_it_decides() {
        assertThat(hashers.verify(password("secret"), new PasswordHash("plain:secret")))
                .isEqualTo(Verification.MATCHES_BUT_OUTDATED);
        assertThat(hashers.verify(password("wrong"), new PasswordHash("plain:secret")))
                .isEqualTo(Verification.DIFFERS);
    }

    @Test
    void a_foreign_hash_stays_when_its_format_cannot_tell_the_password_from_others() {
        assertThat(hashers.verify(password("long password"), new PasswordHash("plain:long password")))
                .isEqualTo(Verification.MATCHES);
        assertThat(hashers.verify(password("long passwort"), new PasswordHash("plain:long password")))
                .isEqualTo(Verification.DIFFERS);
    }

    @Test
    void a_hash_costs_what_the_format_says_that_reads_it() {
        assertThat(hashers.cost(new PasswordHash("plain:secret"))).isEqualTo("plain");
        assertThat(hashers.cost(today.decoy())).isEqualTo(today.cost(today.decoy()));
    }

    @Test
    void a_hash_that_nobody_reads_differs() {
        assertThat(hashers.verify(password("secret"), new PasswordHash("unknown")))
                .isEqualTo(Verification.DIFFERS);
    }

    @Test
    void new_hashes_and_the_decoy_are_of_today() {
        assertThat(hashers.hash(password("secret"))).isEqualTo(today.hash(password("secret")));
        assertThat(hashers.decoy()).isEqualTo(today.decoy());
    }

    @Test
    void a_foreign_hash_is_over_what_was_typed_and_not_over_its_normal_form() {
        Password ligature = password("ﬁsh");

        assertThat(hashers.verify(ligature, new PasswordHash("plain:ﬁsh")))
                .isEqualTo(Verification.MATCHES_BUT_OUTDATED);
        assertThat(new String(ligature.toUtf8(), StandardCharsets.UTF_8)).isEqualTo("fish");
    }

    @Test
    void logging_in_puts_a_hash_of_today_in_place_of_an_outdated_one() {
        World world = new World();
        User user = new User(
                new PrincipalId("id"), World.username("eve"), "Eve", FakeHasher.outdated(World.PASSWORD), false);
        world.users.insert(user);

        assertThat(world.login.attempt(
                        new LoginProof.ByPassword(user.username(), password(World.PASSWORD)),
                        LoginDetails.of(World.FIREFOX)))
                .isInstanceOf(LoginOutcome.LoggedIn.class);
        assertThat(world.users.find(user.id()).flatMap(User::passwordHash))
                .contains(today.hash(password(World.PASSWORD)));
    }

    private record Plain(String prefix) implements ForeignPasswordFormat {
        @Override
        public boolean reads(PasswordHash hash) {
            return hash.phc().startsWith(prefix);
        }

        @Override
        public boolean tellsApart(Password password, PasswordHash hash) {
            return password.toRawUtf8().length < 12;
        }

        @Override
        public String cost(PasswordHash hash) {
            return "plain";
        }

        @Override
        public boolean matches(Password password, PasswordHash hash) {
            return hash.phc().equals(prefix + new String(password.toRawUtf8(), StandardCharsets.UTF_8));
        }
    }
}
