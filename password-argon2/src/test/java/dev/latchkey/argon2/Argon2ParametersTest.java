package dev.latchkey.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class Argon2ParametersTest {
    @Test
    void the_default_is_what_owasp_recommends_at_least() {
        assertThat(Argon2Parameters.DEFAULT).isEqualTo(new Argon2Parameters(19_456, 2, 1));
    }

    @Test
    void a_refusal_names_the_parameter_its_value_and_its_range() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Argon2Parameters(262_145, 1, 1))
                .withMessage("argon2 memory in KiB is 8 to 262144, not 262145");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Argon2Parameters(64, 11, 1))
                .withMessage("argon2 iterations is 1 to 10, not 11");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Argon2Parameters(64, 1, 17))
                .withMessage("argon2 parallelism is 1 to 16, not 17");
    }
}
