package dev.latchkey.http.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Tries;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.forwarding.Forwarding.Headers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ASVS 15.3.4: the client is the right-most hop that is no proxy of ours")
class ForwardingTest {
    private static final List<AddressRange> TRUSTED = Stream.of("10.0.0.0/8", "127.0.0.1", "fd00::/8")
            .map(text -> AddressRange.parse(text).orElseThrow())
            .toList();
    private static final Forwarding BY_X = new Forwarding(TRUSTED, Headers.X_FORWARDED);
    private static final Forwarding BY_RFC = new Forwarding(TRUSTED, Headers.FORWARDED);

    private static FakeRequest request(String peer) {
        return FakeRequest.get("/").from(peer);
    }

    private static String client(Forwarding forwarding, FakeRequest request) {
        return IpLiteral.format(forwarding.connection(request).address());
    }

    @Nested
    class X_Forwarded_For {
        @ParameterizedTest(name = "from {0}, {1}: {2}")
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # peer              | X-Forwarded-For                          | client
            192.0.2.1           |                                          | 192.0.2.1
            10.0.0.1            |                                          | 10.0.0.1
            10.0.0.1            | 192.0.2.9                                | 192.0.2.9
            10.0.0.1            | 6.6.6.6, 192.0.2.9                       | 192.0.2.9
            10.0.0.1            | 127.0.0.1, 192.0.2.9                     | 192.0.2.9
            10.0.0.1            | 192.0.2.9, 10.0.0.2                      | 192.0.2.9
            10.0.0.1            | 6.6.6.6, 192.0.2.9, 10.0.0.3, 10.0.0.2   | 192.0.2.9
            10.0.0.1            | 10.0.0.9, 10.0.0.2                       | 10.0.0.9
            10.0.0.1            | 192.0.2.9:4711                           | 192.0.2.9
            10.0.0.1            | 2001:db8::9                              | 2001:db8::9
            10.0.0.1            | [2001:db8::9]                            | 2001:db8::9
            10.0.0.1            | [2001:db8::9]:4711                       | 2001:db8::9
            fd00::1             | 192.0.2.9                                | 192.0.2.9
            ::ffff:10.0.0.1     | 192.0.2.9                                | 192.0.2.9
            10.0.0.1            | ::ffff:192.0.2.9                         | 192.0.2.9
            10.0.0.1            | 192.0.2.9, ::ffff:10.0.0.2               | 192.0.2.9

            # nothing between two commas is nobody's word (RFC 9110 §5.6.1.2)
            10.0.0.1            | 192.0.2.9,                               | 192.0.2.9
            10.0.0.1            | ,192.0.2.9                               | 192.0.2.9
            10.0.0.1            | 192.0.2.9, , ,10.0.0.2,,                 | 192.0.2.9

            # what a client wrote wrongly takes nothing from what our proxy appended
            10.0.0.1            | garbage, 192.0.2.9                       | 192.0.2.9
            10.0.0.1            | ", 192.0.2.9                             | 192.0.2.9

            # spoofed: nobody we trust wrote it
            192.0.2.1           | 6.6.6.6                                  | 192.0.2.1
            192.0.2.1           | 127.0.0.1                                | 192.0.2.1
            11.0.0.1            | 6.6.6.6                                  | 11.0.0.1

            # malformed: the last hop that anyone vouches for
            10.0.0.1            | unknown                                  | 10.0.0.1
            10.0.0.1            | 192.0.2.9, unknown                       | 10.0.0.1
            10.0.0.1            | 192.0.2.9, garbage, 10.0.0.2             | 10.0.0.2
            10.0.0.1            | ,                                        | 10.0.0.1
            10.0.0.1            | 192.0.2.9, unknown,                      | 10.0.0.1
            10.0.0.1            | 127.1                                    | 10.0.0.1
            10.0.0.1            | 0300.0.2.9                               | 10.0.0.1
            10.0.0.1            | 192.0.2.256                              | 10.0.0.1
            10.0.0.1            | 3221225993                               | 10.0.0.1
            10.0.0.1            | localhost                                | 10.0.0.1
            10.0.0.1            | fe80::1%eth0                             | 10.0.0.1
            10.0.0.1            | [192.0.2.9]                              | 10.0.0.1
            10.0.0.1            | "192.0.2.9"                              | 10.0.0.1
            10.0.0.1            | 192.0.2.9 10.0.0.2                       | 10.0.0.1
            """)
        void names_the_client(String peer, String forwardedFor, String expected) {
            FakeRequest request = request(peer);

            assertThat(client(
                            BY_X,
                            forwardedFor == null ? request : request.with(RequestHeader.X_FORWARDED_FOR, forwardedFor)))
                    .isEqualTo(expected);
        }

        @Test
        void several_lines_are_one_list() {
            assertThat(client(
                            BY_X,
                            request("10.0.0.1").with(RequestHeader.X_FORWARDED_FOR, "6.6.6.6", "192.0.2.9, 10.0.0.2")))
                    .isEqualTo("192.0.2.9");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"X-Forwarded-For", "close, x-forwarded-for", "X-Forwarded-Proto", "X-FORWARDED-HOST, te"})
        void a_client_that_had_the_proxy_drop_it_is_not_believed(String connection) {
            FakeRequest request = request("10.0.0.1")
                    .with(RequestHeader.X_FORWARDED_FOR, "127.0.0.1")
                    .with(RequestHeader.X_FORWARDED_PROTO, "https")
                    .with(RequestHeader.CONNECTION, connection);

            assertThat(client(BY_X, request)).isEqualTo("10.0.0.1");
            assertThat(BY_X.connection(request).isTls()).isFalse();
        }

        @Test
        void another_spelling_is_another_header() {
            assertThat(Arrays.stream(RequestHeader.values()).map(RequestHeader::fieldName))
                    .noneMatch(name -> name.contains("_"));
        }

        @Test
        void a_flood_of_hops_is_not_read_beyond_the_nearest() {
            assertThat(client(
                            BY_X,
                            request("10.0.0.1")
                                    .with(RequestHeader.X_FORWARDED_FOR, "10.0.0.2,".repeat(1000) + "10.0.0.3")))
                    .isEqualTo("10.0.0.2");
            assertThat(client(
                            BY_X,
                            request("10.0.0.1")
                                    .with(
                                            RequestHeader.X_FORWARDED_FOR,
                                            "6.6.6.6," + "10.0.0.2,".repeat(40) + "10.0.0.3")))
                    .isEqualTo("10.0.0.2");
        }

        @ParameterizedTest
        @ValueSource(strings = {"6.6.6.6,", "10.0.0.2,", "x", ",", "\"", "for=\","})
        void a_flood_before_what_our_proxy_appended_does_not_hide_the_client(String flood) {
            for (int length : new int[] {8_000, 8_180, 8_192, 8_200, 16_000}) {
                String sent = flood.repeat(length / flood.length() + 1).substring(0, length);
                assertThat(client(BY_X, request("10.0.0.1").with(RequestHeader.X_FORWARDED_FOR, sent + ", 192.0.2.9")))
                        .as("%d characters", length)
                        .isEqualTo("192.0.2.9");
                assertThat(client(BY_X, request("10.0.0.1").with(RequestHeader.X_FORWARDED_FOR, sent, "192.0.2.9")))
                        .as("%d characters in a line before", length)
                        .isEqualTo("192.0.2.9");
            }
        }
    }

    @Nested
    class Scheme_and_host {
        @ParameterizedTest(name = "from {0}, proto {1}: encrypted {2}")
        @CsvSource(delimiter = '|', textBlock = """
            10.0.0.1  | https         | true
            10.0.0.1  | HTTPS         | true
            10.0.0.1  | http          | false
            10.0.0.1  | https, http   | false
            10.0.0.1  | http, https   | true
            10.0.0.1  | on            | false
            10.0.0.1  | https;        | false
            192.0.2.1 | https         | false
            """)
        void are_those_that_the_nearest_proxy_saw(String peer, String proto, boolean isTls) {
            assertThat(BY_X.connection(request(peer)
                                    .with(RequestHeader.X_FORWARDED_FOR, "192.0.2.9")
                                    .with(RequestHeader.X_FORWARDED_PROTO, proto))
                            .isTls())
                    .isEqualTo(isTls);
        }

        @ParameterizedTest(name = "{0}: encrypted {1}, for {2}")
        @CsvSource(delimiter = '|', textBlock = """
            # X-Forwarded-Proto   | encrypted | X-Forwarded-Host                 | host
            https, http           | true      | shop.example, inner.example      | shop.example
            https                 | true      | shop.example                     | shop.example
            http, https, http     | true      | evil.example, shop.example, x.io | shop.example
            """)
        void are_those_of_the_clients_own_hop_behind_two_proxies(
                String proto, boolean isTls, String hosts, String host) {
            ClientConnection connection = BY_X.connection(request("10.0.0.1")
                    .with(RequestHeader.X_FORWARDED_FOR, "6.6.6.6, 192.0.2.9, 10.0.0.2")
                    .with(RequestHeader.X_FORWARDED_PROTO, proto)
                    .with(RequestHeader.X_FORWARDED_HOST, hosts));

            assertThat(connection.isTls()).isEqualTo(isTls);
            assertThat(connection.hosts()).containsExactly(host);
        }

        @Test
        void are_the_sockets_when_no_proxy_says_them() {
            ClientConnection connection = BY_X.connection(request("10.0.0.1").encrypted());

            assertThat(connection.isTls()).isTrue();
            assertThat(connection.hosts()).containsExactly("localhost:5000");
            assertThat(connection.isForwarded()).isTrue();
        }

        @Test
        void a_strangers_word_changes_nothing() {
            ClientConnection connection = BY_X.connection(request("192.0.2.1")
                    .with(RequestHeader.X_FORWARDED_HOST, "evil.example")
                    .with(RequestHeader.FORWARDED, "for=6.6.6.6;host=evil.example;proto=https"));

            assertThat(connection.hosts()).containsExactly("localhost:5000");
            assertThat(connection.isTls()).isFalse();
            assertThat(connection.isForwarded()).isFalse();
        }
    }

    @Nested
    @DisplayName("RFC 7239: Forwarded")
    class Forwarded {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            for=192.0.2.9                                             | 192.0.2.9
            For="192.0.2.9:4711"                                      | 192.0.2.9
            for="[2001:db8::9]:4711";proto=https;by=203.0.113.43      | 2001:db8::9
            for=6.6.6.6, for=192.0.2.9;proto=https, for=10.0.0.2      | 192.0.2.9
            for=6.6.6.6,for=192.0.2.9                                 | 192.0.2.9
            for="192.0.2.\\9"                                         | 192.0.2.9
            for=unknown                                               | 10.0.0.1
            for=_hidden, for=10.0.0.2                                 | 10.0.0.2
            for=192.0.2.9;for=6.6.6.6                                 | 10.0.0.1
            for=192.0.2.9;                                            | 192.0.2.9
            for=192.0.2.9;;proto=http                                 | 192.0.2.9
            ;for=192.0.2.9                                            | 192.0.2.9
             ; for=192.0.2.9 ; ; proto=http ;                         | 192.0.2.9
            for=192.0.2.9,                                            | 192.0.2.9
            , for=192.0.2.9                                           | 192.0.2.9
            for=192.0.2.9, , for=10.0.0.2                             | 192.0.2.9
            x, for=192.0.2.9                                          | 192.0.2.9
            for=1.1.1.1;, for=192.0.2.9                               | 192.0.2.9
            for=", for=192.0.2.9                                      | 192.0.2.9
            for="1.1.1.1, for=192.0.2.9                               | 192.0.2.9
            for="\\", for=192.0.2.9                                    | 192.0.2.9
            for=1.1.1.1;for=2.2.2.2, for=192.0.2.9                    | 192.0.2.9
            for="a, b";x="\\",", for=192.0.2.9;y="c, \\"d", for=10.0.0.2 | 192.0.2.9
            for=192.0.2.9, x, for=10.0.0.2                            | 10.0.0.2
            ;                                                         | 10.0.0.1
            for=192.0.2.9, ;                                          | 10.0.0.1
            for=192.0.2.9"                                            | 10.0.0.1
            for=""192.0.2.9                                           | 10.0.0.1
            for=192.0.2.9\\", for=10.0.0.2                             | 10.0.0.2
            for                                                       | 10.0.0.1
            for=                                                      | 10.0.0.1
            for="192.0.2.9                                            | 10.0.0.1
            for=2001:db8::9                                           | 10.0.0.1
            for=192.0.2.9 for=6.6.6.6                                 | 10.0.0.1
            by=10.0.0.2                                               | 10.0.0.1
            """)
        void names_the_client_as_far_as_it_can_be_read_from_the_right(String forwarded, String expected) {
            assertThat(client(BY_RFC, request("10.0.0.1").with(RequestHeader.FORWARDED, forwarded)))
                    .isEqualTo(expected);
        }

        @Test
        void says_scheme_and_host_of_the_same_hop() {
            ClientConnection connection = BY_RFC.connection(request("10.0.0.1")
                    .with(
                            RequestHeader.FORWARDED,
                            "for=6.6.6.6;host=evil.example;proto=http,"
                                    + " for=192.0.2.9;host=\"shop.example:8443\";proto=https",
                            "for=10.0.0.2;host=inner;proto=http"));

            assertThat(IpLiteral.format(connection.address())).isEqualTo("192.0.2.9");
            assertThat(connection.hosts()).containsExactly("shop.example:8443");
            assertThat(connection.isTls()).isTrue();
        }

        @Test
        void only_the_family_that_the_proxies_write_is_believed() {
            FakeRequest both = request("10.0.0.1")
                    .with(RequestHeader.FORWARDED, "for=192.0.2.7")
                    .with(RequestHeader.X_FORWARDED_FOR, "192.0.2.9");

            assertThat(client(BY_X, both)).isEqualTo("192.0.2.9");
            assertThat(client(BY_RFC, both)).isEqualTo("192.0.2.7");
        }
    }

    @Test
    void no_text_that_a_client_sends_hides_it_behind_a_proxy_that_appends() {
        Tries.run(chance -> {
            String sent = chance.text(40);
            for (String before : new String[] {sent, sent.repeat(300), "for=" + sent, "for=\"" + sent}) {
                FakeRequest request = request("10.0.0.1");
                assertThat(client(BY_RFC, request.with(RequestHeader.FORWARDED, before + ", for=192.0.2.9")))
                        .isEqualTo("192.0.2.9");
                assertThat(client(BY_RFC, request.with(RequestHeader.FORWARDED, before, "for=192.0.2.9")))
                        .isEqualTo("192.0.2.9");
            }
        });
    }
}
