package dev.latchkey.http.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.browser.Client;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.forwarding.AddressRange;
import dev.latchkey.http.forwarding.Forwarding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientReaderTest {
    private static final FakeRequest REQUEST =
            FakeRequest.get("/api/data").from("203.0.113.7").with(RequestHeader.USER_AGENT, "Firefox on Linux");

    private final List<String> read = new ArrayList<>();
    private final ClientReader clientReader = new ClientReader(Forwarding.none(), userAgent -> {
        read.add(userAgent);
        return new Client.Kind("Firefox", "Linux");
    });

    @Test
    void a_client_is_a_kind_of_browser_and_an_address() {
        Client client = clientReader.of(REQUEST);

        assertThat(client.family()).isEqualTo("Firefox");
        assertThat(client.platform()).isEqualTo("Linux");
        assertThat(client.userAgent()).isEqualTo("Firefox on Linux");
        assertThat(client.address().network()).isEqualTo("203.0.113.0/24");
    }

    @Test
    void one_that_was_seen_lately_is_the_same_object_and_nothing_is_read_again() {
        Client first = clientReader.of(REQUEST);

        for (int i = 0; i < 1000; i++) {
            assertThat(clientReader.of(REQUEST)).isSameAs(first);
            assertThat(clientReader.of(REQUEST).family()).isEqualTo("Firefox");
        }
        assertThat(read).hasSize(1);
    }

    @Test
    void nothing_is_read_until_somebody_asks() {
        clientReader.of(REQUEST);

        assertThat(read).isEmpty();
    }

    @Test
    void another_address_is_another_client() {
        clientReader.of(REQUEST);

        assertThat(clientReader.of(REQUEST.from("198.51.100.1")).address().network())
                .isEqualTo("198.51.100.0/24");
        assertThat(clientReader.of(REQUEST).address().network()).isEqualTo("203.0.113.0/24");
    }

    @Test
    void without_a_user_agent_nothing_is_read() {
        Client client = clientReader.of(REQUEST.with(RequestHeader.USER_AGENT));

        assertThat(client.family()).isEmpty();
        assertThat(client.userAgent()).isEmpty();
        assertThat(read).isEmpty();
    }

    @Test
    void no_more_than_512_characters_are_read() {
        Client client = clientReader.of(REQUEST.with(RequestHeader.USER_AGENT, "x".repeat(8000)));

        assertThat(client.userAgent()).hasSize(8000);
        assertThat(client.family()).isEqualTo("Firefox");
        assertThat(read).containsExactly("x".repeat(512));
    }

    @Test
    void the_address_behind_a_trusted_proxy_is_the_one_it_reports() {
        ClientReader behindProxy = new ClientReader(
                new Forwarding(List.of(AddressRange.parse("10.0.0.0/8").orElseThrow()), Forwarding.Headers.X_FORWARDED),
                UserAgentReader.none());
        FakeRequest forwarded = REQUEST.with(RequestHeader.X_FORWARDED_FOR, "1.2.3.4, 198.51.100.9");

        assertThat(behindProxy.of(forwarded.from("10.1.1.1")).address().network())
                .isEqualTo("198.51.100.0/24");
        assertThat(behindProxy.of(forwarded.from("192.0.2.1")).address().network())
                .isEqualTo("192.0.2.0/24");
    }
}
