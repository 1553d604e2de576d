package dev.latchkey.http.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Tries;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("RFC 9110 §7.2: a host and perhaps a port")
class AuthorityTest {
    @ParameterizedTest(name = "[{0}] is {1} and by https at {2}")
    @CsvSource({
        "example.com, example.com, 443",
        "EXAMPLE.com:443, example.com, 443",
        "example.com:, example.com, 443",
        "example.com:0080, example.com, 80",
        "example.com., example.com, 443",
        "example.com.:8443, example.com, 8443",
        "a_b.example, a_b.example, 443",
        "127.0.0.1:1, 127.0.0.1, 1",
        "[::1], [::1], 443",
        "[0:0:0:0:0:0:0:1]:65535, [::1], 65535",
        "[2001:DB8::], [2001:db8::], 443"
    })
    void is_read_as_what_it_names(String text, String host, int port) {
        Authority authority = Authority.parse(text).orElseThrow();

        assertThat(authority.host()).isEqualTo(host);
        assertThat(authority.portOr("https")).isEqualTo(port);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(
            strings = {
                "",
                ":",
                ":443",
                ".",
                "..",
                ".example.com",
                "example..com",
                "example.com..",
                "-a.example",
                "a-.example",
                "a b",
                " a",
                "a ",
                "a,b",
                "a/b",
                "a?b",
                "a#b",
                "a@b",
                "a%41",
                "\u00e9.example",
                "a:0",
                "a:65536",
                "a:1:2",
                "a:x",
                "a:+1",
                "a:\u0661",
                "::1",
                "[::1",
                "[]",
                "[::1]x",
                "[::1].",
                "[:::1]",
                "[1.2.3.4]",
                "[::1%25lo]"
            })
    void is_nothing_else(String text) {
        assertThat(Authority.parse(text)).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "localhost, true",
        "192.0.2.1, true",
        "[2001:db8::1]:5000, true",
        "backend:5000, true",
        "a.b.localhost, true",
        "latchkey.default.svc.cluster.local, true",
        "latchkey.corp.internal, true",
        "example.com, false",
        "192.0.2.1.example, false",
        "local.example, false",
        "192.0.2.1.nip.example:5000, false"
    })
    void is_beyond_rebinding_where_public_name_servers_have_no_say(String text, boolean isBeyond) {
        assertThat(Authority.parse(text).orElseThrow().isBeyondRebinding()).isEqualTo(isBeyond);
    }

    @Test
    void no_text_whatever_makes_it_throw_and_what_is_read_reads_back() {
        Tries.run(chance -> {
            String text = chance.text();
            for (String candidate : new String[] {text, "a" + text, "a:" + text, "[" + text, "[" + text + "]"}) {
                Authority.parse(candidate).ifPresent(authority -> {
                    Authority again = Authority.parse(authority.toString()).orElseThrow();
                    assertThat(again.host()).isEqualTo(authority.host());
                    assertThat(again.port()).isEqualTo(authority.port());
                });
            }
        });
    }
}
