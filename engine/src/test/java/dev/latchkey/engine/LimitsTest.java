package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class LimitsTest {
    private static String half(int length) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n" + "a".repeat(length / 2);
    }

    private static final String LOGIN =
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60\r\n\r\n" + "a".repeat(60);

    private static final String LAST = Wire.get("/").replace("Host", "Connection: close\r\nHost");

    @Nested
    class Bodies_under_way {
        @Test
        void share_a_budget_and_small_ones_are_served_beyond_it() throws IOException {
            EngineLimits limits = EngineLimits.defaults().withBudget(256 * 1024);
            List<Wire> slow = new ArrayList<>();
            try (Engine engine = TestEngine.start(limits, TestEngine::echo)) {
                for (int i = 0; i < 50; i++) {
                    Wire wire = Wire.to(engine.port()).send(half(60_000));
                    slow.add(wire);
                    try (Wire good = Wire.to(engine.port())) {
                        assertThat(good.send(LOGIN).readAnswer().status()).isEqualTo(200);
                    }
                }
                assertThat(engine.bytesUnderWay()).isBetween(64L * 1024, 256L * 1024);
                assertThat(slow.getLast().readAnswer().status()).isEqualTo(503);
            } finally {
                for (Wire wire : slow) {
                    wire.close();
                }
            }
        }

        @Test
        void are_given_back_however_they_end() throws Exception {
            try (Engine engine = TestEngine.start(TestEngine::echo)) {
                try (Wire wire = Wire.to(engine.port())) {
                    wire.send(half(60_000)).send("a".repeat(30_000)).readAnswer();
                    wire.send(half(60_000));
                }
                try (Wire wire = Wire.to(engine.port())) {
                    wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: y");
                }
                try (Wire wire = Wire.to(engine.port())) {
                    wire.send(half(60_000).replace("Content-Length: 60000", "Transfer-Encoding: chunked"));
                    wire.readAnswer();
                }
                while (engine.connections() > 0 || engine.bytesUnderWay() > 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Nested
    class Requests_that_nobody_waits_for {
        private static final int MANY = 20_000;

        @Test
        void are_left_to_the_network_but_for_one_read() throws Exception {
            AtomicLong most = new AtomicLong();
            AtomicReference<Engine> running = new AtomicReference<>();
            Handler handler = request -> {
                most.accumulateAndGet(running.get().bytesUnderWay(), Math::max);
                return TestEngine.text("");
            };
            try (Engine engine = TestEngine.start(handler);
                    Wire wire = Wire.to(engine.port())) {
                running.set(engine);
                Thread sender = Thread.startVirtualThread(() ->
                        wire.sendAsFarAsPossible(Wire.get("/").repeat(MANY)).sendAsFarAsPossible(LAST));

                assertThat(wire.readAll().split("HTTP/1.1 200 ", -1)).hasSize(MANY + 2);
                sender.join();
            }
            assertThat(most).hasValueLessThan(256 * 1024);
        }
    }

    @Nested
    class A_refusal_below_the_handler {
        private record Line(String method, String path, int status, InetAddress peer) {}

        private final List<Line> lines = new CopyOnWriteArrayList<>();

        private List<Line> linesOf(String bytes) throws IOException {
            try (Engine engine = TestEngine.start(TestEngine.builder(TestEngine::echo)
                            .refusals(
                                    (method, path, status, peer) -> lines.add(new Line(method, path, status, peer))));
                    Wire wire = Wire.to(engine.port())) {
                wire.sendAsFarAsPossible(bytes).readAll();
            }
            return lines;
        }

        @Test
        void is_heard_of_once() throws IOException {
            assertThat(linesOf("GET / HTTP/1.1\r\n\r\n"))
                    .containsExactly(new Line("-", "-", 400, InetAddress.getLoopbackAddress()));
        }

        @Test
        void names_what_was_read() throws IOException {
            assertThat(linesOf("POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"))
                    .containsExactly(new Line("POST", "/x", 400, InetAddress.getLoopbackAddress()));
        }

        @ParameterizedTest
        @CsvSource({
            "a body that cannot be read, POST / HTTP/1.1;Host: a;Origin: http://b;Transfer-Encoding: chunked;;zz;, 400"
                    + " http://b",
            "a head that cannot be read, GET / HTTP/1.1;Host: a;Origin: http://b;Host: c;;, 400 nobody",
            "a head that is too large,   GET / HTTP/1.1;Host: a;Origin: http://b;X: %s;;, 431 nobody"
        })
        void may_be_read_by_the_page_that_asked_when_it_is_known(String label, String lines, String told)
                throws IOException {
            String bytes = lines.replace(";", "\r\n").replace("%s", "x".repeat(20_000));
            try (Engine engine = TestEngine.start(
                            TestEngine.builder(TestEngine::echo).refusalPage(TestEngine::tellingOrigin));
                    Wire wire = Wire.to(engine.port())) {
                assertThat(wire.sendAsFarAsPossible(bytes).readAnswer().body())
                        .as(label)
                        .isEqualTo(told);
            }
        }

        @Test
        void is_no_answer_of_a_handler() throws IOException {
            assertThat(linesOf(Wire.get("/").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
                    .isEmpty();
        }
    }

    @Nested
    class A_client {
        @Test
        void that_waits_for_100_gets_it_when_its_body_is_wanted() throws IOException {
            try (Engine engine = TestEngine.start(TestEngine::echo);
                    Wire wire = Wire.to(engine.port())) {
                wire.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
                assertThat(wire.readHead().status()).isEqualTo(100);

                assertThat(wire.send("hello").readAnswer().body()).contains("body 5\n");
                assertThat(wire.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
            }
        }

        @Test
        void that_says_no_more_after_its_request_is_answered_all_the_same() throws IOException {
            try (Engine engine = TestEngine.start(TestEngine::echo);
                    Wire wire = Wire.to(engine.port())) {
                assertThat(wire.send(Wire.get("/")).end().readAll()).contains("200 OK", "path /\n");
            }
        }

        /** With io_uring the kernel writes by itself, and a look may come between: it is no sign of a slow reader. */
        @ParameterizedTest
        @EnumSource(Transport.class)
        void that_is_answered_while_deadlines_are_looked_at_keeps_its_connection(Transport transport) throws Exception {
            try (Engine engine = TestEngine.start(
                            TestEngine.builder(TestEngine::echo).transport(transport));
                    Wire wire = Wire.to(engine.port())) {
                Thread looker = Thread.ofPlatform().start(() -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        engine.look(Duration.ZERO);
                    }
                });
                try {
                    for (int i = 0; i < 500; i++) {
                        assertThat(wire.send(Wire.get("/" + i)).readAnswer().body())
                                .contains("path /" + i + "\n");
                    }
                } finally {
                    looker.interrupt();
                    looker.join();
                }
            }
        }

        @Test
        void that_sends_many_requests_at_once_gets_their_answers_in_order() throws Exception {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 2_000; i++) {
                requests.append(Wire.get("/" + i));
            }
            Handler waiting = TestEngine::echo;
            for (Handler handler : List.of(TestEngine.prompt(waiting), waiting)) {
                try (Engine engine = TestEngine.start(handler);
                        Wire wire = Wire.to(engine.port())) {
                    Thread sender = Thread.ofVirtual().start(() -> wire.sendAsFarAsPossible(requests.toString()));
                    for (int i = 0; i < 2_000; i++) {
                        assertThat(wire.readAnswer().body()).contains("path /" + i + "\n");
                    }
                    sender.join();
                }
            }
        }
    }

    @Nested
    class Being_alive {
        @Test
        void means_that_it_listens() throws IOException {
            try (Engine engine = TestEngine.start(TestEngine::echo)) {
                assertThat(engine.isAlive()).isTrue();
                engine.stop(Duration.ZERO);
                assertThat(engine.isAlive()).isFalse();
            }
        }

        @Test
        void means_that_each_of_its_loops_goes_on() throws Exception {
            try (Engine engine = TestEngine.start(TestEngine::echo)) {
                engine.loops()
                        .iterator()
                        .next()
                        .shutdownGracefully(0, 0, TimeUnit.SECONDS)
                        .sync();

                assertThat(engine.isAlive()).isFalse();
            }
        }

        @Test
        void means_that_each_of_its_loops_looked_at_its_connections_lately() {
            try (Engine engine = TestEngine.start(TestEngine::echo)) {
                assertThat(engine.isAlive(Duration.ZERO)).isTrue();
                assertThat(engine.isAlive(Duration.ofMinutes(1))).isFalse(); // had none of them looked since
            }
        }

        @Test
        void is_told_with_the_transport_that_was_chosen() {
            try (Engine engine =
                    TestEngine.start(TestEngine.builder(TestEngine::echo).transport(Transport.NIO))) {
                assertThat(engine.transport()).isEqualTo(Transport.NIO);
            }
            assertThat(Transport.AUTO.available()).isNotEqualTo(Transport.AUTO);
        }
    }
}
