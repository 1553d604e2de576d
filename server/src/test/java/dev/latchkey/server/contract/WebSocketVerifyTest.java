package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("RFC 6455 §10.2: a proxy that asks about a WebSocket is told by its Origin")
class WebSocketVerifyTest {
    private static RunningServerFixture server;

    @BeforeAll
    static void start() {
        server = new RunningServerFixture(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "Upgrade as {0}, page {1}: {2}")
    @CsvSource({
        // nginx passes on the one header, Caddy both
        "X-Nothing: x,        http://evil.example, 403",
        "Connection: Upgrade, http://evil.example, 403",
        "X-Nothing: x,        own,                 204",
        "Connection: Upgrade, own,                 204"
    })
    void whichever_headers_the_proxy_passes_on(String connection, String page, int status) {
        Wire.Answer answer = server.wire.get(
                "/api/verify",
                server.logIn(),
                "Upgrade: websocket",
                connection,
                "Sec-WebSocket-Version: 13",
                "Origin: " + (page.equals("own") ? server.origin() : page));

        assertThat(answer.status()).isEqualTo(status);
    }
}
