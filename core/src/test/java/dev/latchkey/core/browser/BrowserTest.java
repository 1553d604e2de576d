package dev.latchkey.core.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.testing.World;
import org.junit.jupiter.api.Test;

class BrowserTest {
    private static final Client FIREFOX = World.client("Firefox", "Linux", "203.0.113.7");

    @Test
    void keeps_the_kind_of_browser_and_the_network_but_no_address() {
        assertThat(Browser.of(FIREFOX)).isEqualTo(new Browser("Firefox", "Linux", "203.0.113.0/24", ""));
    }

    @Test
    void keeps_the_exact_address_and_user_agent_as_a_hash() {
        assertThat(Browser.exactly(FIREFOX).exact()).matches("[A-Za-z0-9_-]{22}");
        assertThat(Browser.exactly(FIREFOX)).isEqualTo(Browser.exactly(FIREFOX));
        assertThat(Browser.exactly(FIREFOX))
                .isNotEqualTo(Browser.exactly(World.client("Firefox", "Linux", "203.0.113.8")));
    }

    @Test
    void cuts_what_is_long_and_drops_what_is_not_printable() {
        Browser browser = Browser.of(new Client("Fire\r\nfox\u202e", "x".repeat(1000), "", ClientAddress.unknown()));

        assertThat(browser).isEqualTo(new Browser("Firefox", "x".repeat(64), "", ""));
    }
}
