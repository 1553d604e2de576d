package dev.latchkey.core.throttle;

import static dev.latchkey.core.testing.World.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Keyset;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTokenTest {
    private static final Account ALICE = new Account(new PrincipalId("alice"), 3);

    private final Keyset keys = keys();
    private final DeviceToken token = DeviceToken.issue(new Tokens().newOpaqueId(), ALICE, keys.signing(), T0);

    private static Keyset keys() {
        return new KeyRing(new MemorySecretStore(), new Tokens(), () -> T0).keyset("throttle");
    }

    @Test
    void proves_that_this_browser_logged_in_to_that_account() {
        assertThat(verifies(token.cookieValue(), ALICE, keys, T0)).isTrue();
        assertThat(verifies(token.cookieValue(), new Account(new PrincipalId("bob"), 3), keys, T0))
                .isFalse();
        assertThat(verifies(token.cookieValue(), ALICE, keys(), T0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 33})
    void is_a_strangers_once_the_credential_changed(int epoch) {
        assertThat(verifies(token.cookieValue(), new Account(ALICE.id(), epoch), keys, T0))
                .isFalse();
    }

    @Test
    void is_nobodys_where_the_name_has_no_account() {
        String forged = DeviceToken.issue("A".repeat(22), Account.nobody(), keys.signing(), T0)
                .cookieValue();

        assertThat(verifies(forged, Account.nobody(), keys, T0)).isFalse();
    }

    @ParameterizedTest(name = "{0} after it was issued: {1}")
    @CsvSource({"PT0S, true", "P399DT23H59M59S, true", "P400D, false", "P401D, false", "PT-9M, true", "PT-10M, false"})
    void is_good_for_400_days(Duration after, boolean isGood) {
        assertThat(verifies(token.cookieValue(), ALICE, keys, T0.plus(after))).isEqualTo(isGood);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "AAAAAAAAAAAAAAAAAAAAAA.99999999999999999999.A", "\u0000"})
    void anything_else_is_no_device(String text) {
        assertThat(verifies(text, ALICE, keys, T0)).isFalse();
    }

    @Test
    void cannot_be_made_younger() {
        String younger =
                token.cookieValue().replace("." + T0.getEpochSecond() + ".", "." + (T0.getEpochSecond() + 1) + ".");

        assertThat(verifies(younger, ALICE, keys, T0)).isFalse();
    }

    @Test
    void is_not_printed() {
        assertThat(token).hasToString("DeviceToken[…]");
    }

    private static boolean verifies(String cookieValue, Account account, Keyset keys, Instant now) {
        return DeviceToken.verify(cookieValue, account, keys, now).isPresent();
    }
}
