package dev.latchkey.site.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.settings.Settings.Theme;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThemeJsonTest {
    @Test
    void what_was_not_set_is_not_said() {
        Optional<String> none = Optional.empty();
        assertThat(ThemeJson.of(new Theme("Latchkey", none, none, none, none, none, none)))
                .isEqualTo("{\"name\":\"Latchkey\"}");
    }

    @Test
    void what_was_set_is_data() {
        String json = ThemeJson.of(new Theme(
                "Jo's \"Shop\"",
                Optional.of("/logo.svg"),
                Optional.of("#0b3d91"),
                Optional.of("#9ec5ff"),
                Optional.of("Locked out?"),
                Optional.of("/help"),
                Optional.of("/shop")));
        assertThat(json)
                .isEqualTo(
                        "{\"name\":\"Jo's \\\"Shop\\\"\",\"logo\":\"/logo.svg\",\"accent\":\"#0b3d91\","
                                + "\"accentDark\":\"#9ec5ff\",\"help\":\"Locked out?\",\"helpLink\":\"/help\",\"home\":\"/shop\"}");
    }
}
