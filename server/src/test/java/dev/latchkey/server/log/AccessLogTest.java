package dev.latchkey.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.forwarding.AddressRange;
import dev.latchkey.http.forwarding.Forwarding;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
    private static final Forwarding BEHIND_A_PROXY =
            new Forwarding(List.of(AddressRange.parse("10.0.0.1").orElseThrow()), Forwarding.Headers.X_FORWARDED);

    private record Asked(String peer, String forwardedFor) implements Request {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String rawPath() {
            return "/api/data";
        }

        @Override
        public String rawQuery() {
            return "secret=1";
        }

        @Override
        public List<String> header(RequestHeader name) {
            return name == RequestHeader.X_FORWARDED_FOR ? List.of(forwardedFor) : List.of();
        }

        @Override
        public InetAddress peerAddress() {
            try {
                return InetAddress.getByName(peer);
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean isTls() {
            return false;
        }

        @Override
        public Body body(int maxBytes) {
            return new Body.Complete(new byte[0]);
        }
    }

    @ParameterizedTest(name = "from {0} for {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        # peer     | X-Forwarded-For          | client
        10.0.0.1   | 192.0.2.9                | 192.0.2.9
        10.0.0.1   | 6.6.6.6, 192.0.2.9       | 192.0.2.9
        10.0.0.1   | 2001:db8::9              | 2001:db8::9
        10.0.0.1   | nonsense"                | 10.0.0.1
        192.0.2.1  | 6.6.6.6                  | 192.0.2.1
        ::1        | 6.6.6.6                  | ::1
        """)
    void a_line_names_the_peer_and_the_client_as_far_as_trusted_proxies_say(
            String peer, String forwardedFor, String client) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (LineWriter lines = new LineWriter(written)) {
            new AccessLog(
                            request -> Response.empty(204, new FixedHeaders(List.of())),
                            BEHIND_A_PROXY,
                            new Logging.Output(lines, false),
                            () -> Instant.EPOCH)
                    .handle(new Asked(peer, forwardedFor));
        }
        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("peer=\"" + peer + "\" client=\"" + client + "\"")
                .doesNotContain("secret");
    }
}
