package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.engine.CannotListenException;
import dev.latchkey.settings.ServerSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementPortTest {
    private static RunningServerFixture server;
    private static Wire management;

    @BeforeAll
    static void start() {
        server = new RunningServerFixture(Map.of());
        management = server.management();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void health_is_told_there() {
        assertThat(management.get("/health/live").body()).isEqualTo("{\"status\":\"live\"}");
        assertThat(management.get("/health/ready").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready"})
    void health_is_not_told_where_browsers_come_nor_is_it_taken_for_a_page(String path) {
        assertThat(server.wire.get(path).status()).isEqualTo(404);
    }

    @Test
    void metrics_are_not_told_where_browsers_come() {
        assertThat(server.wire.get("/metrics").body()).doesNotContain("latchkey_", "jvm_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/api/getsession", "/api/data", "/health", "/health/ready/", "/metrics/x", "//metrics"})
    void nothing_else_is_there_and_no_cookie_either(String path) {
        Wire.Answer answer = management.get(path, server.logIn());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.all("Set-Cookie")).isEmpty();
    }

    @Test
    void nothing_there_can_be_changed() {
        Wire.Answer answer = management.post("/metrics", "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Nested
    class The_metrics {
        @Test
        void are_in_a_format_that_prometheus_takes() {
            assertThat(management.get("/metrics").header("Content-Type"))
                    .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        }

        @Test
        void count_requests_by_route_and_status() {
            double before = value("latchkey_http_requests_seconds_count{route=\"/api/data\",status=\"4xx\"}");
            server.wire.get("/api/data");
            assertThat(value("latchkey_http_requests_seconds_count{route=\"/api/data\",status=\"4xx\"}"))
                    .isEqualTo(before + 1);
        }

        @Test
        void count_logins_by_what_became_of_them() {
            double before = value("latchkey_auth_events_total{event=\"logged_in\"}");
            double refusedBefore = value("latchkey_auth_events_total{event=\"login_refused\"}");
            server.logIn();
            server.wire.post("/api/login", "{\"username\":\"jane\",\"password\":\"wrong wrong wrong\"}");
            assertThat(value("latchkey_auth_events_total{event=\"logged_in\"}")).isEqualTo(before + 1);
            assertThat(value("latchkey_auth_events_total{event=\"login_refused\"}"))
                    .isEqualTo(refusedBefore + 1);
        }

        @Test
        void count_how_often_memory_knew_a_session() {
            String cookie = server.logIn();
            double before = value("latchkey_session_cache_lookups_total{result=\"hit\"}");
            server.wire.get("/api/data", cookie);
            assertThat(value("latchkey_session_cache_lookups_total{result=\"hit\"}"))
                    .isEqualTo(before + 1);
            assertThat(value("latchkey_session_cache_size")).isPositive();
        }

        @Test
        void tell_of_hashing_the_store_connections_and_the_jvm() {
            assertThat(value("latchkey_hashing_permits")).isPositive();
            assertThat(value("latchkey_hashing_waiting")).isZero();
            assertThat(value("latchkey_store_failures_total")).isZero();
            assertThat(management.get("/metrics").body())
                    .contains("latchkey_http_connections ", "jvm_memory_used_bytes{", "process_cpu_usage ");
        }

        @Test
        void never_hold_what_a_stranger_sent() {
            server.wire.get("/api/stranger-path", "Cookie: latchkey=stranger-cookie", "User-Agent: stranger-agent");
            server.wire.get("/stranger-page?stranger-query", "Accept: text/html");
            server.wire.send("STRANGER-METHOD", "/api/data", null);
            server.wire.post("/api/login", "{\"username\":\"stranger-name\",\"password\":\"stranger-password\"}");
            assertThat(management.get("/metrics").body().toLowerCase(Locale.ROOT))
                    .contains("route=\"unknown\"")
                    .doesNotContain("stranger")
                    .doesNotContain(server.user.username().value());
        }
    }

    @Nested
    class A_page_in_a_browser {
        @ParameterizedTest(name = "{0} with {1}: {2}")
        @CsvSource(delimiter = '|', textBlock = """
            # a name that somebody made point here
            Host: evil.example                 |                                 | 421
            Host: localhost.evil.example       |                                 | 421
            Host: localhost:PORT, evil.example |                                 | 400
            Host: evil@localhost:PORT          |                                 | 400
            Host: latchkey                     |                                 | 421
            Host: 192.0.2.1:PORT               |                                 | 421
            # another site's page
            Host: localhost:PORT               | Sec-Fetch-Site: cross-site      | 403
            Host: localhost:PORT               | Sec-Fetch-Site: same-site       | 403
            Host: localhost:PORT               | Sec-Fetch-Site: nonsense        | 403
            Host: localhost:PORT               | Origin: http://evil.example     | 403
            Host: localhost:PORT               | Origin: null                    | 403
            Host: localhost:PORT               | Origin: http://localhost:3000   | 403
            Host: localhost:PORT               | Origin: https://localhost:PORT.evil.example | 403
            Host: evil.example                 | Sec-Fetch-Site: cross-site      | 421
            # machines, and a person who typed the address
            Host: localhost:PORT               |                                 | 200
            Host: LOCALHOST:PORT               |                                 | 200
            Host: localhost                    |                                 | 200
            Host: 127.0.0.1:PORT               |                                 | 200
            Host: [::1]:PORT                   |                                 | 200
            Host: 127.0.0.1:9999               |                                 | 200
            Host: localhost:PORT               | Sec-Fetch-Site: none            | 200
            Host: localhost:PORT               | Sec-Fetch-Site: same-origin     | 200
            Host: localhost:PORT               | Origin: http://localhost:PORT   | 200
            """)
        void of_another_origin_reads_nothing(String host, String more, int status) {
            server.wire.get("/api/data"); // so that there is something to read
            for (String path : new String[] {"/metrics", "/health/live", "/health/ready"}) {
                String[] headers = more == null ? new String[] {host} : new String[] {host, more};
                for (int i = 0; i < headers.length; i++) {
                    headers[i] = headers[i].replace("PORT", String.valueOf(management.port()));
                }
                Wire.Answer answer = management.get(path, headers);
                assertThat(answer.status()).as(path).isEqualTo(status);
                assertThat(answer.body().contains("latchkey_http_requests"))
                        .isEqualTo(status == 200 && path.equals("/metrics"));
            }
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "192.0.2.1:5001, 200",
            "[2001:db8::1], 200",
            "latchkey:5001, 200",
            "latchkey.default.svc.cluster.local:5001, 200",
            "localhost:5001, 200",
            "evil.example, 421",
            "evil.example:5001, 421",
            "192.0.2.1.evil.example, 421"
        })
        void meets_the_same_where_the_port_is_open_to_other_machines(String host, int status) {
            try (RunningServerFixture open =
                    new RunningServerFixture(Map.of(ServerSetting.MANAGEMENT_LISTEN, "0.0.0.0"))) {
                assertThat(open.management().get("/metrics", "Host: " + host).status())
                        .isEqualTo(status);
            }
        }
    }

    @Test
    void a_port_that_is_taken_is_told_with_the_cure() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            assertThatThrownBy(() -> new RunningServerFixture(Map.of(ServerSetting.MANAGEMENT_PORT, port)))
                    .isInstanceOf(CannotListenException.class)
                    .hasMessageContainingAll(
                            "health and metrics",
                            "127.0.0.1 port " + port,
                            "--management-port",
                            "--management-port=off");
        }
    }

    @Test
    void switched_off_it_is_nowhere() {
        try (RunningServerFixture quiet = new RunningServerFixture(Map.of(ServerSetting.MANAGEMENT_PORT, "off"))) {
            assertThat(quiet.wire.get("/api/getsession").status()).isEqualTo(200);
            assertThat(quiet.isManaged()).isFalse();
        }
    }

    /** The value of a series; 0 when it is not there yet. */
    private static double value(String series) {
        return management
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElse(0);
    }
}
