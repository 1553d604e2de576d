package dev.latchkey.core.remember;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RememberPolicyTest {
    @ParameterizedTest
    @CsvSource({"PT1H, PT1S", "P30D, PT60S", "P400D, PT24H"})
    void takes(Duration duration, Duration grace) {
        assertThatCode(() -> new RememberPolicy(duration, false, grace)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"PT59M59S, PT60S", "P400DT1S, PT60S", "P30D, PT0.999S", "P30D, PT24H1S", "P30D, PT0S"})
    void refuses(Duration duration, Duration grace) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RememberPolicy(duration, false, grace));
    }
}
