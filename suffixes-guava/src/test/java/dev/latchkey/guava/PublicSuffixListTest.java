package dev.latchkey.guava;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("publicsuffix.org: the longest suffix under which anyone can register")
class PublicSuffixListTest {
    private final PublicSuffixList suffixes = new PublicSuffixList();

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "www.example.com,       com",
        "example.com,           com",
        "com,                   com",
        "shop.example.co.uk,    co.uk",
        "co.uk,                 co.uk",
        "jane.github.io,        github.io",
        "github.io,             github.io",
        "a.b.example.kawasaki.jp, example.kawasaki.jp",
        "city.kawasaki.jp,      kawasaki.jp",
        "xn--85x722f.xn--55qx5d.cn, xn--55qx5d.cn",
        "localhost,             localhost",
        "app.localhost,         localhost",
        "intranet,              intranet",
        "app.corp.internal,     internal",
        "_odd.example.com,      com"
    })
    void of_a_host(String host, String suffix) {
        assertThat(suffixes.publicSuffix(host)).isEqualTo(suffix);
    }
}
