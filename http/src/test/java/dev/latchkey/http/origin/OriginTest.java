package dev.latchkey.http.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Tries;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTest {
    private static Origin origin(String text) {
        return Origin.parse(text).orElseThrow();
    }

    @Nested
    class An_origin_is_a_scheme_a_host_and_a_port {
        @ParameterizedTest(name = "{0}")
        @CsvSource(textBlock = """
                http://localhost,            http,  localhost,         80
                http://localhost:5000,       http,  localhost,         5000
                https://example.com,         https, example.com,       443
                https://a-b.c_d.example.com, https, a-b.c_d.example.com, 443
                https://xn--bcher-kva.example, https, xn--bcher-kva.example, 443
                http://127.0.0.1:1,          http,  127.0.0.1,         1
                http://[::1]:65535,          http,  [::1],             65535
                """)
        void it_is_read_as_a_browser_writes_it(String text, String scheme, String host, int port) {
            Origin origin = origin(text);

            assertThat(origin.scheme()).isEqualTo(scheme);
            assertThat(origin.host()).isEqualTo(host);
            assertThat(origin.port()).isEqualTo(port);
            assertThat(origin).hasToString(text);
        }

        @ParameterizedTest(name = "{0} is {1}")
        @CsvSource({
            "https://example.com:443, https://example.com, example.com",
            "http://localhost:80, http://localhost, localhost",
            "https://example.com:80, https://example.com:80, example.com:80"
        })
        void a_default_port_may_be_named_and_is_left_out_again(String text, String serialised, String authority) {
            assertThat(origin(text)).hasToString(serialised).isEqualTo(origin(serialised));
            assertThat(origin(text).authority()).isEqualTo(authority);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://example.com",
                    "https://example.com:8443",
                    "https://example.org",
                    "http://example.com:443"
                })
        void another_scheme_host_or_port_is_another_origin(String other) {
            assertThat(origin(other)).isNotEqualTo(origin("https://example.com"));
        }
    }

    @Nested
    class Anything_else_is_none {
        @ParameterizedTest(name = "[{0}]")
        @ValueSource(
                strings = {
                    "",
                    "null",
                    "*",
                    "example.com",
                    "//example.com",
                    "https:",
                    "https://",
                    "https:example.com",
                    "https:/example.com",
                    "https:\\\\example.com",
                    "ftp://example.com",
                    "file:///etc/passwd",
                    "javascript:alert(1)",
                    "data:text/html,x",
                    "wss://example.com",
                    "chrome-extension://abcdef",
                    "https://user@example.com",
                    "https://user:pass@example.com",
                    "https://evil.com@example.com",
                    "https://@example.com",
                    "https://example.com/",
                    "https://example.com/path",
                    "https://example.com?q",
                    "https://example.com#f",
                    "https://example.com\\",
                    "https://example.com.",
                    "https://.example.com",
                    "https://example..com",
                    "https://-example.com",
                    "https://example-.com",
                    "https://bücher.example",
                    "https://example。com",
                    "https://ｅxample.com",
                    "https://examp\u212ae.com",
                    "https://ex%61mple.com",
                    "HTTPS://example.com",
                    "https://EXAMPLE.com",
                    "https://example.com:",
                    "https://example.com:0",
                    "https://example.com:0443",
                    "https://example.com:65536",
                    "https://example.com:99999",
                    "https://example.com:443443",
                    "https://example.com:+443",
                    "https://example.com:-1",
                    "https://example.com:٤٤٣",
                    "https://example.com:443:443",
                    "https://example.com,https://a.example",
                    "https://example.com, https://a.example",
                    "https://example.com https://a.example",
                    " https://example.com",
                    "https://example.com ",
                    "https://example.com\n",
                    "https://example.com\r\nX: y",
                    "https://example.com\0",
                    "https://exam\0ple.com",
                    "https://\texample.com",
                    "https://*.example.com",
                    "https://[::1",
                    "https://::1",
                    "https://[]",
                    "https://[::1]a",
                    "https://[::1%25lo]",
                    "https://[evil.com]"
                })
        void by_an_exact_grammar(String text) {
            assertThat(Origin.parse(text)).isEmpty();
        }

        @Test
        void what_is_too_long_is_not_even_looked_at() {
            assertThat(Origin.parse("https://" + "a.".repeat(100_000) + "com")).isEmpty();
            assertThat(Origin.parse("https://" + "a".repeat(63) + ".com")).isPresent();
            assertThat(Origin.parse("https://" + "a".repeat(64) + ".com")).isEmpty();
        }
    }

    @Nested
    class This_very_machine {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "http://localhost:5000, true",
            "http://app.localhost, true",
            "http://127.0.0.1, true",
            "http://[::1]:8080, true",
            "https://localhost, true",
            "https://localhost.example.com, false",
            "http://notlocalhost, false",
            "http://127.0.0.1.example.com, false",
            "http://0.0.0.0, false"
        })
        void is_known_by_its_loopback_names(String text, boolean loopback) {
            assertThat(origin(text).isLoopback()).isEqualTo(loopback);
        }
    }

    @Test
    void no_text_whatever_makes_it_throw_and_what_is_read_reads_back() {
        Tries.run(chance -> {
            String text = chance.text();
            for (String candidate :
                    new String[] {text, "https://" + text, "http://a" + text, "https://a.example:" + text}) {
                Optional<Origin> read = Origin.parse(candidate);
                assertThat(read.flatMap(origin -> Origin.parse(origin.toString())))
                        .isEqualTo(read);
            }
        });
    }
}
