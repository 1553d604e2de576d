package dev.latchkey.throttle;

import static dev.latchkey.testing.World.T0;
import static dev.latchkey.testing.World.username;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.memory.MemorySecretStore;
import dev.latchkey.token.KeyRing;
import dev.latchkey.token.Keyset;
import dev.latchkey.token.Tokens;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTokenTest {
    private final Keyset keys = keys();
    private final DeviceToken token =
            DeviceToken.issue(new Tokens().newOpaqueId(), username("alice"), keys.signing(), T0);

    private static Keyset keys() {
        return new KeyRing(new MemorySecretStore(), new Tokens(), () -> T0).keyset("throttle");
    }

    @Test
    void proves_that_this_browser_logged_in_with_that_name() {
        assertThat(verifies(token.cookieValue(), "alice", keys, T0)).isTrue();
        assertThat(verifies(token.cookieValue(), "bob", keys, T0)).isFalse();
        assertThat(verifies(token.cookieValue(), "alice", keys(), T0)).isFalse();
    }

    @ParameterizedTest(name = "{0} after it was issued: {1}")
    @CsvSource({"PT0S, true", "P399DT23H59M59S, true", "P400D, false", "P401D, false", "PT-9M, true", "PT-10M, false"})
    void is_good_for_400_days(Duration after, boolean isGood) {
        assertThat(verifies(token.cookieValue(), "alice", keys, T0.plus(after))).isEqualTo(isGood);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "AAAAAAAAAAAAAAAAAAAAAA.99999999999999999999.A", "\u0000"})
    void anything_else_is_no_device(String text) {
        assertThat(verifies(text, "alice", keys, T0)).isFalse();
    }

    @Test
    void cannot_be_made_younger() {
        String younger =
                token.cookieValue().replace("." + T0.getEpochSecond() + ".", "." + (T0.getEpochSecond() + 1) + ".");

        assertThat(verifies(younger, "alice", keys, T0)).isFalse();
    }

    @Test
    void is_not_printed() {
        assertThat(token).hasToString("DeviceToken[…]");
    }

    private static boolean verifies(String cookieValue, String name, Keyset keys, Instant now) {
        return DeviceToken.verify(cookieValue, username(name), keys, now).isPresent();
    }
}
