package dev.latchkey.http.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.origin.Origin;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A site is a scheme and a registrable domain")
class SiteTest {
    private static Site site(String origin) {
        return Site.of(Origin.parse(origin).orElseThrow(), new TestSuffixes());
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource({
        "https://app.example.com,  https://api.example.com,      true",
        "https://example.com,      https://a.b.example.com,      true",
        "https://example.com,      https://example.com:8443,     true",
        "http://localhost:5000,    http://localhost:8080,        true",
        "http://127.0.0.1:5000,    http://127.0.0.1:8080,        true",
        "http://[::1]:5000,        http://[::1]:8080,            true",
        "https://shop.co.uk,       https://api.shop.co.uk,       true",
        "https://api.one.com,      https://api.two.com,          false",
        "https://a.co.uk,          https://b.co.uk,              false",
        "https://a.github.io,      https://b.github.io,          false",
        "https://github.io,        https://a.github.io,          false",
        "http://localhost,         http://127.0.0.1,             false",
        "http://127.0.0.1,         http://10.0.0.1,              false",
        "http://a.localhost,       http://b.localhost,           false",
        "http://localhost,         http://a.localhost,           false",
        "http://example.com,       https://example.com,          false",
        "https://notexample.com,   https://example.com,          false"
    })
    void which_browsers_compare(String one, String other, boolean isSame) {
        assertThat(site(one).equals(site(other))).isEqualTo(isSame);
    }
}
