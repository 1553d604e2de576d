package dev.latchkey.http.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.Reception.Arrival;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceptionTest {
    private static final String BEHIND_TLS_PROXY =
            "deployment=same-domain; public-origin=https://example.com; trusted-proxies=10.0.0.1";

    private static Arrival receive(String settings, FakeRequest request) {
        return new Reception(SettingsText.policy(settings)).receive(request);
    }

    private static FakeRequest request(String peer, String host) {
        return FakeRequest.get("/api/getsession").from(peer).with(RequestHeader.HOST, host);
    }

    @ParameterizedTest(name = "{0}, Host {1}, X-Forwarded-Proto {2}, -Host {3}: {4}")
    @DisplayName("ASVS 15.3.4: host and scheme are the client's, as far as a trusted proxy says them")
    @CsvSource({
        "10.0.0.1, example.com,    https, ,             true",
        "10.0.0.1, 127.0.0.1:5000, https, example.com,  true",
        "10.0.0.1, EXAMPLE.com,    https, ,             true",
        "10.0.0.1, example.com:443, https, ,            true",
        "10.0.0.1, 127.0.0.1:5000, https, example.com:443, true",
        "10.0.0.1, example.com:80, https, ,             false",
        "10.0.0.1, example.com,    http,  ,             false",
        "10.0.0.1, example.com,    ,      ,             false",
        "10.0.0.1, example.com,    wss,   ,             false",
        "10.0.0.1, 127.0.0.1:5000, https, ,             false",
        "10.0.0.1, example.com,    https, evil.example, false",
        "10.0.0.2, example.com,    https, ,             false",
        "10.0.0.2, evil.example,   https, example.com,  false"
    })
    void behind_a_proxy(String peer, String host, String scheme, String forwardedHost, boolean isWelcome) {
        FakeRequest request = request(peer, host);
        request = scheme == null ? request : request.with(RequestHeader.X_FORWARDED_PROTO, scheme);
        request = forwardedHost == null ? request : request.with(RequestHeader.X_FORWARDED_HOST, forwardedHost);

        assertThat(receive(BEHIND_TLS_PROXY, request) instanceof Arrival.Welcome)
                .isEqualTo(isWelcome);
    }

    @Test
    void a_connection_that_is_itself_encrypted_needs_no_word_of_a_proxy() {
        FakeRequest request = request("192.0.2.1", "example.com");
        String settings = "public-origin=https://example.com; tls.certificate=c.pem";

        assertThat(receive(settings, request.encrypted())).isInstanceOf(Arrival.Welcome.class);
        assertThat(receive(settings, request)).isInstanceOf(Arrival.Misdirected.class);
    }

    @Test
    void what_was_wrong_is_said() {
        assertThat(receive(
                        BEHIND_TLS_PROXY,
                        request("10.0.0.1", "127.0.0.1:5000").with(RequestHeader.X_FORWARDED_PROTO, "https")))
                .isInstanceOfSatisfying(
                        Arrival.Misdirected.class,
                        misdirected -> assertThat(misdirected.detail())
                                .contains("https://example.com", "127.0.0.1:5000", "pass on the Host"));
        assertThat(receive(BEHIND_TLS_PROXY, request("10.0.0.1", "example.com")))
                .isInstanceOfSatisfying(
                        Arrival.Misdirected.class,
                        misdirected -> assertThat(misdirected.detail()).contains("unencrypted", "X-Forwarded-Proto"));
        assertThat(receive(BEHIND_TLS_PROXY, request("192.0.2.1", "example.com")))
                .isInstanceOfSatisfying(
                        Arrival.Misdirected.class,
                        misdirected -> assertThat(misdirected.detail()).contains("unencrypted", "trusted-proxies"));
    }

    @Test
    void another_name_of_this_machine_is_an_alias() {
        assertThat(receive("public-origin=http://localhost:5000", request("127.0.0.1", "127.0.0.1:5000")))
                .isInstanceOfSatisfying(
                        Arrival.Welcome.class,
                        welcome -> assertThat(welcome.isAlias()).isTrue());
    }
}
