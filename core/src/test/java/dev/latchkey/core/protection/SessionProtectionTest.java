package dev.latchkey.core.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.testing.World;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionProtectionTest {
    private static final Client AT_LOGIN = new Client("Firefox", "Linux", "Firefox/1", World.address("203.0.113.7"));

    /** What was seen at login: Firefox on Linux, Firefox/1, 203.0.113.7. */
    @ParameterizedTest(name = "{0}; browser {1}, network {2}, exact {3}: {9}")
    @CsvSource({
        // what happens,        browser, network, exact, family,  platform, userAgent, address,      -, verdict
        "nothing changes,         STRONG, STRONG, STRONG, Firefox, Linux,   Firefox/1, 203.0.113.7,   -, Unchanged",
        "other family,            STRONG, BASIC,  NONE,   Chrome,  Linux,   Chrome/1,  203.0.113.7,   -, Ends",
        "other family,            BASIC,  BASIC,  NONE,   Chrome,  Linux,   Chrome/1,  203.0.113.7,   -, LosesFreshness",
        "other family,            NONE,   STRONG, NONE,   Chrome,  Linux,   Chrome/1,  203.0.113.7,   -, Unchanged",
        "other platform,          STRONG, NONE,   NONE,   Firefox, Windows, Firefox/1, 203.0.113.7,   -, LosesFreshness",
        "no User-Agent any more,  STRONG, NONE,   NONE,   '',      '',      '',        203.0.113.7,   -, LosesFreshness",
        "no User-Agent any more,  NONE,   NONE,   NONE,   '',      '',      '',        203.0.113.7,   -, Unchanged",
        "browser updated,         STRONG, STRONG, NONE,   Firefox, Linux,   Firefox/2, 203.0.113.7,   -, Unchanged",
        "browser updated,         NONE,   NONE,   STRONG, Firefox, Linux,   Firefox/2, 203.0.113.7,   -, Ends",
        "browser updated,         NONE,   NONE,   BASIC,  Firefox, Linux,   Firefox/2, 203.0.113.7,   -, LosesFreshness",
        "same /24,                STRONG, STRONG, NONE,   Firefox, Linux,   Firefox/1, 203.0.113.200, -, Unchanged",
        "same /24,                NONE,   NONE,   STRONG, Firefox, Linux,   Firefox/1, 203.0.113.200, -, Ends",
        "other /24,               STRONG, BASIC,  NONE,   Firefox, Linux,   Firefox/1, 203.0.114.7,   -, LosesFreshness",
        "other /24,               STRONG, STRONG, NONE,   Firefox, Linux,   Firefox/1, 203.0.114.7,   -, Ends",
        "other /24,               STRONG, NONE,   NONE,   Firefox, Linux,   Firefox/1, 203.0.114.7,   -, Unchanged",
        "from IPv4 to IPv6,       STRONG, BASIC,  NONE,   Firefox, Linux,   Firefox/1, 2001:db8::1,   -, LosesFreshness",
        "both changed,            STRONG, BASIC,  NONE,   Chrome,  Linux,   Chrome/1,  2001:db8::1,   -, Ends",
        "both changed,            BASIC,  STRONG, NONE,   Chrome,  Linux,   Chrome/1,  2001:db8::1,   -, Ends"
    })
    void the_strictest_of_what_changed_decides(
            String what,
            ProtectionMode browser,
            ProtectionMode network,
            ProtectionMode exact,
            String family,
            String platform,
            String userAgent,
            String address,
            String separator,
            String verdict) {
        SessionProtection protection = new SessionProtection(browser, network, exact);
        Client seen = new Client(family, platform, userAgent, World.address(address));

        assertThat(protection
                        .judge(protection.record(AT_LOGIN), seen)
                        .getClass()
                        .getSimpleName())
                .as(what)
                .isEqualTo(verdict);
    }

    /** Told by the default, where another browser is {@code strong}. Every row holds the other way round, too. */
    @ParameterizedTest(name = "{0}: {5}")
    @CsvSource({
        "a device toolbar that shows an iPhone,   Chrome,  Linux,   Safari,  iOS,        LosesFreshness",
        "a device toolbar that shows a Pixel,     Chrome,  Windows, Chrome,  Android,    LosesFreshness",
        "a device toolbar that shows a Surface,   Chrome,  Linux,   Chrome,  Windows,    LosesFreshness",
        "a device toolbar that shows a display,   Chrome,  Linux,   Chrome,  Chromecast, LosesFreshness",
        "Firefox that shows an iPhone,            Firefox, macOS,   Safari,  iOS,        LosesFreshness",
        "a toolbar that goes on to a Pixel,       Safari,  iOS,     Chrome,  Android,    LosesFreshness",
        "the desktop page on an iPhone,           Safari,  iOS,     Safari,  macOS,      LosesFreshness",
        "the desktop page in Chrome on an iPhone, Chrome,  iOS,     Safari,  macOS,      LosesFreshness",
        "the desktop page on Android,             Chrome,  Android, Chrome,  Linux,      LosesFreshness",
        "a name for that of the engine,           Edge,    Windows, Chrome,  Windows,    LosesFreshness",
        "the mode for old pages,                  Edge,    Windows, IE,      Windows,    LosesFreshness",
        "fingerprinting that is resisted,         Firefox, Linux,   Firefox, Windows,    LosesFreshness",
        "a program,                               Chrome,  Linux,   curl,    '',         LosesFreshness",
        "another browser on the same desktop,     Chrome,  Linux,   Firefox, Linux,      Ends",
        "another browser on another desktop,      Chrome,  Windows, Safari,  macOS,      Ends",
        "another browser on Android,              Chrome,  Android, Firefox, Android,    Ends",
        "another browser on an iPhone,            Safari,  iOS,     Firefox, iOS,        Ends"
    })
    void what_browsers_do_by_themselves_ends_nothing(
            String what, String family, String platform, String seenFamily, String seenPlatform, String verdict) {
        Client one = new Client(family, platform, "one", AT_LOGIN.address());
        Client other = new Client(seenFamily, seenPlatform, "other", AT_LOGIN.address());

        assertThat(verdict(one, other)).as(what).isEqualTo(verdict);
        assertThat(verdict(other, one)).as(what + ", back").isEqualTo(verdict);
        assertThat(SessionProtection.DEFAULT.admits(Browser.of(one), other)).isEqualTo(!verdict.equals("Ends"));
    }

    private static String verdict(Client atLogin, Client seen) {
        return SessionProtection.DEFAULT
                .judge(SessionProtection.DEFAULT.record(atLogin), seen)
                .getClass()
                .getSimpleName();
    }

    @Test
    void the_default_ends_for_another_browser_and_asks_again_in_another_network() {
        assertThat(SessionProtection.DEFAULT)
                .isEqualTo(new SessionProtection(ProtectionMode.STRONG, ProtectionMode.BASIC, ProtectionMode.NONE));
    }

    @Nested
    class Not_compared {
        private final SessionProtection strict =
                new SessionProtection(ProtectionMode.STRONG, ProtectionMode.STRONG, ProtectionMode.STRONG);

        @Test
        void what_a_session_did_not_keep() {
            assertThat(strict.judge(Browser.unknown(), AT_LOGIN)).isEqualTo(new ProtectionVerdict.Unchanged());
        }

        @Test
        void an_address_that_no_proxy_reports() {
            SessionProtection network =
                    new SessionProtection(ProtectionMode.NONE, ProtectionMode.STRONG, ProtectionMode.NONE);
            Client seen = new Client("Firefox", "Linux", "Firefox/1", ClientAddress.unknown());

            assertThat(network.judge(network.record(AT_LOGIN), seen)).isEqualTo(new ProtectionVerdict.Unchanged());
        }
    }

    @Nested
    class A_remember_me_series {
        private final Browser recorded = Browser.of(AT_LOGIN);

        @Test
        void is_bound_to_the_kind_of_browser_where_that_is_strong() {
            Client chrome = new Client("Chrome", "Linux", "Chrome/1", AT_LOGIN.address());

            assertThat(SessionProtection.DEFAULT.admits(recorded, AT_LOGIN)).isTrue();
            assertThat(SessionProtection.DEFAULT.admits(recorded, chrome)).isFalse();
            assertThat(SessionProtection.NONE.admits(recorded, chrome)).isTrue();
        }

        @Test
        void is_never_bound_to_a_network_or_an_exact_browser() {
            SessionProtection strict =
                    new SessionProtection(ProtectionMode.STRONG, ProtectionMode.STRONG, ProtectionMode.STRONG);
            Client moved = new Client("Firefox", "Linux", "Firefox/2", World.address("2001:db8::1"));

            assertThat(strict.admits(recorded, moved)).isTrue();
        }
    }
}
