package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every limit but the one under test is out of reach, so that only it can end the connection. */
@Timeout(60)
class SlowClientTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String POST = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n\r\n";

    /** What the server says to a client that sends that and then nothing, until it closes. */
    private static String answers(EngineLimits limits, String sent) throws IOException {
        try (Engine engine = TestEngine.start(limits, TestEngine::echo);
                Wire wire = Wire.to(engine.port())) {
            return wire.send(sent).readAll();
        }
    }

    /** The same for a client that goes on with a few bytes now and then. */
    private static String answersWhileDribbling(EngineLimits limits, String sent, String more) throws IOException {
        try (Engine engine = TestEngine.start(limits, TestEngine::echo);
                Wire wire = Wire.to(engine.port());
                ScheduledExecutorService feeder = Executors.newSingleThreadScheduledExecutor()) {
            wire.send(sent);
            Future<?> feeding =
                    feeder.scheduleWithFixedDelay(() -> wire.sendAsFarAsPossible(more), 0, 20, TimeUnit.MILLISECONDS);
            String answers = wire.readAll();
            feeding.cancel(true);
            return answers;
        }
    }

    @Nested
    class A_head {
        private final EngineLimits limits = TestEngine.limits(SHORT, LONG, LONG);

        @Test
        void that_never_begins_ends_the_connection_without_a_word() throws IOException {
            assertThat(answers(limits, "")).isEmpty();
        }

        @Test
        void that_stops_half_way_is_timed_out() throws IOException {
            assertThat(answers(limits, "GET / HTTP/1.1\r\nHos"))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"code\":\"request_timeout\"", "X-Content-Type-Options: nosniff");
        }

        @Test
        void that_dribbles_is_timed_out_however_regular_it_is() throws IOException {
            assertThat(answersWhileDribbling(limits, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ", "a"))
                    .doesNotContain("200 OK");
        }

        @Test
        void of_a_second_request_has_the_same_deadline() throws IOException {
            assertThat(answers(limits, Wire.get("/") + "GET /")).contains("200 OK", "HTTP/1.1 408 ");
        }
    }

    @Nested
    class A_pause {
        @Test
        void between_requests_ends_the_connection_without_a_word() throws IOException {
            String answers = answers(TestEngine.limits(LONG, SHORT, LONG), Wire.get("/"));

            assertThat(answers)
                    .startsWith("HTTP/1.1 200 OK")
                    .doesNotContain("408")
                    .endsWith("body 0\n");
        }
    }

    @Nested
    class A_body {
        @Test
        void that_never_comes_is_told_to_the_handler_as_timed_out() throws IOException {
            assertThat(answers(TestEngine.limits(LONG, LONG, SHORT), POST))
                    .startsWith("HTTP/1.1 408 ")
                    .contains("\"detail\":\"handler\"", "Connection: close");
        }

        @Test
        void that_dribbles_has_an_end() throws IOException {
            assertThat(answersWhileDribbling(TestEngine.limits(LONG, LONG, SHORT), POST, "a"))
                    .doesNotContain("200 OK");
        }

        @Test
        void that_is_slower_than_the_least_rate_is_timed_out_long_before_that() throws IOException {
            EngineLimits rate = TestEngine.limits(LONG, LONG, SHORT, 100_000, LONG, LONG);

            assertThat(answersWhileDribbling(rate, POST, "a")).doesNotContain("200 OK");
        }

        @Test
        void that_nobody_reads_does_not_hold_the_connection() throws IOException {
            assertThat(answers(TestEngine.limits(LONG, LONG, SHORT), POST.replace("POST /", "POST /unread")))
                    .startsWith("HTTP/1.1 200 OK")
                    .endsWith("unread");
        }
    }

    @Nested
    class A_client_that_does_not_read {
        @Test
        void is_cut_off() throws IOException {
            EngineLimits limits = TestEngine.limits(LONG, LONG, LONG, 1, LONG, SHORT);
            String answer = "a".repeat(4096);
            try (Engine engine = TestEngine.start(limits, request -> TestEngine.text(answer));
                    Wire wire = Wire.to(engine.port())) {
                assertThatThrownBy(() -> {
                            while (true) { // until the answers fill every buffer and the server gives up
                                wire.send(Wire.get("/").repeat(100));
                            }
                        })
                        .isInstanceOf(IOException.class);
            }
        }
    }
}
