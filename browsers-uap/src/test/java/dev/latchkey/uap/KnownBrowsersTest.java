package dev.latchkey.uap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.browser.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownBrowsersTest {
    private static final KnownBrowsers BROWSERS = new KnownBrowsers();

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource(delimiter = '|', textBlock = """
            Chrome  | Linux    | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36
            Chrome  | Android  | Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36
            Chrome  | iOS      | Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1
            Chrome  | ChromeOS | Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36
            Edge    | Windows  | Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0
            Safari  | macOS    | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15
            Safari  | iOS      | Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1
            Firefox | Linux    | Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0
            Firefox | Linux    | Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0
            Firefox | Android  | Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0
            """)
    void a_browser_is_named_as_people_name_it(String family, String platform, String userAgent) {
        assertThat(BROWSERS.read(userAgent)).isEqualTo(new Client.Kind(family, platform));
    }

    @Test
    void an_update_changes_nothing() {
        String before = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0";
        String after = "Mozilla/5.0 (Windows NT 11.0; Win64; x64; rv:199.0) Gecko/20100101 Firefox/199.0";

        assertThat(BROWSERS.read(after)).isEqualTo(BROWSERS.read(before));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a web app in the Dock         | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) | Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15
            a web app on the home screen  | Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 | Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1
            Chromium of a distribution    | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Ubuntu Chromium/100.0 Chrome/100.0 Safari/537.36 | Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36
            Firefox that names Gentoo     | Mozilla/5.0 (X11; Gentoo; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
            Firefox that names Linux Mint | Mozilla/5.0 (X11; Linux Mint 21; rv:140.0) Gecko/20100101 Firefox/140.0 | Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
            """)
    void one_browser_has_one_name(String what, String oneTime, String anotherTime) {
        assertThat(BROWSERS.read(oneTime)).as(what).isEqualTo(BROWSERS.read(anotherTime));
    }

    @Test
    void what_nobody_knows_has_no_name() {
        assertThat(BROWSERS.read("x".repeat(512))).isEqualTo(Client.Kind.UNKNOWN);
        assertThat(BROWSERS.read(" ")).isEqualTo(Client.Kind.UNKNOWN);
    }
}
