package dev.latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.setting.Setting;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What was probably meant")
class NearestTest {
    @ParameterizedTest
    @CsvSource({
        "--prot, --port",
        "--prt, --port",
        "--pubic-origin, --public-origin",
        "--session-idletimeout, --session-idle-timeout",
        "--log-acess, --log-access",
        "--trusted-proxy, --trusted-proxies",
        "--dta, --data"
    })
    void is_the_flag_with_the_fewest_letters_changed(String typed, String meant) {
        assertThat(Nearest.to(typed, ServerSetting.ALL.settings().map(Setting::flag)))
                .hasValue(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATCHKEY_IMAGE", "LATCHKEY_HOME", "LATCHKEY_BUILD_NUMBER", "LATCHKEY_"})
    void is_nothing_where_no_name_is_near(String variable) {
        assertThat(Nearest.to(
                        variable.substring("LATCHKEY_".length()),
                        ServerSetting.ALL.settings().map(Setting::variable).map(known -> known.substring(9))))
                .isEmpty();
    }

    @Test
    void is_a_short_word_for_a_shorter_one_by_two_letters_at_most() {
        assertThat(Nearest.to("sevre", Stream.of("serve", "user", "secrets"))).hasValue("serve");
        assertThat(Nearest.to("lst", Stream.of("list", "add"))).hasValue("list");
        assertThat(Nearest.to("xyz", Stream.of("list", "add"))).isEmpty();
    }
}
