package dev.latchkey.core.session;

import static dev.latchkey.core.testing.World.FIREFOX;
import static dev.latchkey.core.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.testing.World;
import dev.latchkey.core.token.SessionToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ProofsTest {
    private static final ProofMethod OTP = new ProofMethod("otp");

    private final World world = new World();
    private final User alice = world.user("alice");

    @Test
    @DisplayName("RFC 8176: a login by password is proven by pwd, then")
    void a_login_by_password_is_proven_by_it() {
        Session session = world.logIn(alice).session();

        assertThat(session.proofs()).containsExactly(new Proof(new ProofMethod("pwd"), T0));
        assertThat(session.authenticatedAt()).isEqualTo(T0);
        assertThat(session.isProven()).isTrue();
    }

    @Test
    void proving_the_password_again_takes_the_place_of_the_older_proof() {
        SessionToken token = world.logIn(alice).token();
        world.advance(Duration.ofHours(1));
        Session session =
                world.sessions.rotate(token, Browser.unknown()).orElseThrow().session();

        assertThat(session.proofs()).containsExactly(Proof.byPassword(T0.plus(Duration.ofHours(1))));
    }

    @Test
    void another_way_of_proof_comes_beside_it_and_the_newest_tells_when() {
        Instant later = T0.plusSeconds(12);
        Session session = world.logIn(alice).session().provenBy(new Proof(OTP, later), Browser.unknown());

        assertThat(session.proofs()).containsExactly(Proof.byPassword(T0), new Proof(OTP, later));
        assertThat(session.authenticatedAt()).isEqualTo(later);
    }

    @Test
    void a_session_that_is_brought_back_has_none_and_so_is_not_fresh() {
        RememberOutcome.Restored restored = (RememberOutcome.Restored) world.rememberMe.restore(
                world.logInRemembered(alice).remember().orElseThrow().token(), FIREFOX);

        assertThat(restored.session().proofs()).isEmpty();
        assertThat(restored.session().authenticatedAt()).isEqualTo(T0);
        assertThat(world.freshness.isFresh(restored.session(), Standing.CURRENT, world.now.get()))
                .isFalse();
    }

    @Test
    void sessions_proven_alike_share_what_they_keep_of_it() {
        Proofs first = Proofs.of(List.of(Proof.byPassword(T0)), EpochMicros.of(T0));
        Instant later = T0.plusSeconds(1);

        assertThat(Proofs.of(List.of(Proof.byPassword(later)), EpochMicros.of(later)))
                .isSameAs(first);
    }

    @Test
    void a_clock_that_was_set_back_between_two_proofs_breaks_nothing() {
        Session session = world.logIn(alice).session().provenBy(new Proof(OTP, T0.minusSeconds(60)), Browser.unknown());

        assertThat(session.authenticatedAt()).isEqualTo(T0.minusSeconds(60));
        assertThat(session.proofs()).hasSize(2);
    }

    @Test
    void proofs_none_of_which_is_as_late_as_the_session_says_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proofs.of(List.of(Proof.byPassword(T0)), EpochMicros.of(T0.plusSeconds(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PWD", "a b", "a,b", "a:b", "averylongwordofproof"})
    void a_way_of_proof_is_a_short_word(String word) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ProofMethod(word));
    }
}
