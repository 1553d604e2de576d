package dev.latchkey.engine;

import static dev.latchkey.engine.Http2Wire.CONTINUATION;
import static dev.latchkey.engine.Http2Wire.DATA;
import static dev.latchkey.engine.Http2Wire.END_HEADERS;
import static dev.latchkey.engine.Http2Wire.END_STREAM;
import static dev.latchkey.engine.Http2Wire.HEADERS;
import static dev.latchkey.engine.Http2Wire.PING;
import static dev.latchkey.engine.Http2Wire.RST_STREAM;
import static dev.latchkey.engine.Http2Wire.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.latchkey.testkit.PemFolder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class Http2Test {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int ALL_OF_IT = END_HEADERS | END_STREAM;
    private static final byte[] CANCEL = {0, 0, 0, 8};

    @TempDir
    static Path temporary;

    private static TlsFiles files;

    @BeforeAll
    static void certificate() throws Exception {
        PemFolder pem = new PemFolder(temporary).write("localhost", "EC");
        files = new TlsFiles(pem.certificates(), pem.privateKey());
    }

    private static Engine start(EngineLimits limits) {
        return TestEngine.start(
                TestEngine.builder(TestEngine::echo).limits(limits).tls(files));
    }

    private static void assertServesOthers(Engine engine) throws Exception {
        try (Http2Wire other = Http2Wire.to(engine.port())) {
            assertAnswers(other, 1);
        }
    }

    private static void assertAnswers(Http2Wire wire, int stream) throws Exception {
        wire.send(HEADERS, ALL_OF_IT, stream, head("GET", "/"));
        assertThat(wire.readBody(stream)).contains("method GET");
    }

    @Nested
    class A_request {
        @Test
        void may_split_its_cookies_and_they_stay_apart() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, ALL_OF_IT, 1, head("GET", "/", "cookie", "a=1", "cookie", "b=2"));

                assertThat(wire.readBody(1)).contains("cookies [a=1, b=2]");
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"/a#fragment", "relative", "*", "/a b", "/\u00e4", "/a\\b", "/%zz", "", "http://localhost/"})
        void with_a_target_that_http_1_would_not_carry_is_malformed(String target) throws Exception {
            assertEndsItsStreamAlone(head("GET", target));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "transfer-encoding:chunked",
                    "connection:close",
                    "keep-alive:1",
                    "upgrade:h2c",
                    "te:gzip",
                    "host:evil.example",
                    "x:a\r\nb: c",
                    "x:a\0b",
                    "x: a",
                    "x:a ",
                    "X:a",
                    "a b:c",
                    ":status:200",
                    ":other:1",
                    ":method:GET",
                    ":path:/",
                    ":authority:localhost"
                })
        void with_a_header_that_could_be_smuggled_ends_its_stream_alone(String header) throws Exception {
            String[] field = header.split(":", 2);
            assertEndsItsStreamAlone(head("GET", "/", field[0], field[1]));
        }

        private static void assertEndsItsStreamAlone(byte[] head) throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, ALL_OF_IT, 1, head);

                Http2Wire.Frame frame = wire.read();
                assertThat(frame.type()).isEqualTo(RST_STREAM);
                assertThat(frame.stream()).isEqualTo(1);
                assertThat(frame.payload()).isEqualTo("\0\0\0\1");
                assertAnswers(wire, 3);
            }
        }
    }

    @Nested
    class A_body {
        @Test
        void that_never_comes_is_timed_out_while_other_requests_go_on() throws Exception {
            try (Engine engine = start(TestEngine.limits(LONG, LONG, Duration.ofSeconds(1)));
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, END_HEADERS, 1, head("POST", "/"));
                assertAnswers(wire, 3);

                assertThat(wire.readBody(1)).contains("\"code\":\"request_timeout\"", "\"detail\":\"handler\"");
                assertAnswers(wire, 5);
            }
        }

        @Test
        void that_dribbles_has_an_end_although_each_frame_is_in_time() throws Exception {
            try (Engine engine = start(TestEngine.limits(LONG, LONG, SHORT));
                    Http2Wire wire = Http2Wire.to(engine.port());
                    ScheduledExecutorService feeder = Executors.newSingleThreadScheduledExecutor()) {
                wire.send(HEADERS, END_HEADERS, 1, head("POST", "/"));
                Future<?> feeding = feeder.scheduleWithFixedDelay(
                        () -> wire.sendAsFarAsPossible(1, DATA, 0, 1, new byte[] {1}), 0, 20, TimeUnit.MILLISECONDS);

                assertThat(wire.readBody(1)).contains("\"code\":\"request_timeout\"");
                assertAnswers(wire, 3);
                feeding.cancel(true);
            }
        }

        @Test
        void that_nobody_reads_does_not_hold_the_connection() throws Exception {
            try (Engine engine = start(TestEngine.limits(LONG, LONG, SHORT));
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, END_HEADERS, 1, head("POST", "/unread"));

                assertThat(wire.readBody(1)).isEqualTo("unread");
                assertAnswers(wire, 3);
            }
        }

        @ParameterizedTest
        @CsvSource({"/, false", "/, true", "/unread, false", "/unread, true"})
        void that_comes_leaves_the_connection_to_the_next_request(String path, boolean isHeadReadBefore)
                throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, END_HEADERS, 1, head("POST", path, "content-length", "3"));
                if (isHeadReadBefore) {
                    wire.awaitRead();
                }
                wire.send(DATA, END_STREAM, 1, new byte[] {1, 2, 3});
                assertThat(wire.readBody(1)).isNotEmpty();

                wire.awaitRead();
                engine.look(Http1Connection.FAREWELL.multipliedBy(2));
                assertAnswers(wire, 3);
            }
        }

        @Test
        void that_its_client_cancels_leaves_the_connection_to_the_next_request() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, END_HEADERS, 1, head("POST", "/unread", "content-length", "3"));
                assertThat(wire.readBody(1)).isEqualTo("unread");
                wire.send(RST_STREAM, 0, 1, CANCEL);

                wire.awaitRead();
                engine.look(Http1Connection.FAREWELL.multipliedBy(2));
                assertAnswers(wire, 3);
            }
        }

        @Test
        void whose_client_goes_away_is_nobodys_any_more() throws Exception {
            try (Engine engine = start(TestEngine.limits(LONG, LONG, LONG))) {
                try (Http2Wire wire = Http2Wire.to(engine.port())) {
                    wire.send(HEADERS, END_HEADERS, 1, head("POST", "/"));
                    wire.send(DATA, 0, 1, new byte[10_000]);
                    assertAnswers(wire, 3);
                }
                while (engine.connections() > 0 || engine.bytesUnderWay() > 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    @Nested
    class A_connection {
        @Test
        void without_requests_ends_however_much_it_pings() throws Exception {
            try (Engine engine = start(TestEngine.limits(LONG, SHORT, LONG));
                    Http2Wire wire = Http2Wire.to(engine.port());
                    ScheduledExecutorService feeder = Executors.newSingleThreadScheduledExecutor()) {
                Future<?> feeding = feeder.scheduleWithFixedDelay(
                        () -> wire.sendAsFarAsPossible(1, PING, 0, 0, new byte[8]), 0, 20, TimeUnit.MILLISECONDS);

                wire.readToEnd();
                feeding.cancel(true);
            }
        }

        @Test
        void that_floods_with_continuations_ends() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, 0, 1, head("GET", "/"));
                wire.sendAsFarAsPossible(70_000, CONTINUATION, 0, 1, new byte[0]);
                wire.readToEnd();
                assertServesOthers(engine);
            }
        }

        @Test
        void that_resets_what_it_asks_ends() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                // All in one piece, so that the limit is not one of how fast a machine can send.
                ByteArrayOutputStream frames = new ByteArrayOutputStream();
                for (int stream = 1; stream < 4_000; stream += 2) {
                    frames.writeBytes(Http2Wire.frame(HEADERS, END_HEADERS, stream, head("POST", "/")));
                    frames.writeBytes(Http2Wire.frame(RST_STREAM, 0, stream, CANCEL));
                }
                wire.sendAsFarAsPossible(frames.toByteArray());
                wire.readToEnd();
                assertServesOthers(engine);
            }
        }

        @Test
        void of_a_browser_that_leaves_busy_pages_quickly_goes_on() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                int stream = 1;
                for (int page = 0; page < 4; page++) {
                    int first = stream;
                    for (int asset = 0; asset < 60; asset++, stream += 2) {
                        wire.send(HEADERS, END_HEADERS, stream, head("POST", "/"));
                    }
                    for (int left = first; left < stream; left += 2) {
                        wire.send(RST_STREAM, 0, left, CANCEL);
                    }
                    assertAnswers(wire, stream);
                    stream += 2;
                }
            }
        }

        @Test
        void that_resets_what_was_answered_meanwhile_goes_on() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                for (int stream = 1; stream < 40; stream += 2) {
                    wire.send(HEADERS, ALL_OF_IT, stream, head("GET", "/"));
                    wire.readBody(stream);
                }
                for (int stream = 1; stream < 40; stream += 2) {
                    wire.send(RST_STREAM, 0, stream, CANCEL);
                }

                assertAnswers(wire, 41);
            }
        }

        @Test
        void is_let_go_by_a_stop_after_its_answers() throws Exception {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch released = new CountDownLatch(1);
            try (Engine engine = TestEngine.start(TestEngine.builder(request -> {
                                entered.countDown();
                                try {
                                    released.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                                return TestEngine.text("done");
                            })
                            .tls(files));
                    ExecutorService background = Executors.newSingleThreadExecutor();
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, ALL_OF_IT, 1, head("GET", "/"));
                entered.await();
                Future<?> stopped = background.submit(() -> engine.stop(Duration.ofMinutes(1)));
                released.countDown();

                assertThat(wire.readBody(1)).isEqualTo("done");
                wire.readGoAway();
                wire.readToEnd();
                stopped.get(10, TimeUnit.SECONDS);
            }
        }
    }

    @Nested
    class What_RFC_9113_calls {
        private static final int WINDOW_UPDATE = 8;
        private static final int PUSH_PROMISE = 5;
        private static final byte[] LARGEST_PLUS_ONE = {(byte) 0x80, 0, 0, 0};
        private static final byte[] ALL_BUT_NOTHING = {0x7f, -1, -1, -1};

        static Stream<Arguments> connectionErrors() {
            return Stream.of(
                    arguments("6.5.2 a window of 2^31", Http2Wire.SETTINGS, 0, settings(4, LARGEST_PLUS_ONE)),
                    arguments("6.5.2 frames of one byte", Http2Wire.SETTINGS, 0, settings(5, new byte[] {0, 0, 0, 1})),
                    arguments("6.9 a window that grows by nothing", WINDOW_UPDATE, 0, new byte[4]),
                    arguments("6.9.1 a window that overflows", WINDOW_UPDATE, 0, ALL_BUT_NOTHING),
                    arguments("6.6 a promise from a client", PUSH_PROMISE, 1, new byte[] {0, 0, 0, 2}),
                    arguments("6.1 data on no stream", DATA, 0, new byte[1]),
                    arguments("6.7 a ping of a wrong size", PING, 0, new byte[7]),
                    arguments("6.10 a continuation of nothing", CONTINUATION, 1, new byte[1]),
                    arguments("4.3 headers that cannot be decompressed", HEADERS, 1, new byte[] {(byte) 0xff, -1, -1}));
        }

        private static byte[] settings(int id, byte[] value) {
            return ByteBuffer.allocate(6).putShort((short) id).put(value).array();
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("connectionErrors")
        void a_connection_error_is_told_and_ends_the_connection(String rule, int type, int stream, byte[] payload)
                throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(type, type == HEADERS || type == PUSH_PROMISE ? ALL_OF_IT : 0, stream, payload);

                Http2Wire.Frame frame = wire.read();
                assertThat(frame.type()).isEqualTo(Http2Wire.GOAWAY);
                wire.readToEnd();
            }
        }

        @Test
        void a_stream_error_in_trailers_ends_that_stream_alone() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, END_HEADERS, 1, head("POST", "/"));
                wire.send(HEADERS, ALL_OF_IT, 1, head("GET", "/"));

                assertThat(wire.read().type()).isEqualTo(RST_STREAM);
                assertAnswers(wire, 3);
            }
        }

        @Test
        void trailers_are_read_over() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, END_HEADERS, 1, head("POST", "/"));
                wire.send(DATA, 0, 1, new byte[3]);
                wire.send(HEADERS, ALL_OF_IT, 1, new byte[] {0, 1, 'x', 1, 'y'});

                assertThat(wire.readBody(1)).contains("body 3\n");
            }
        }

        @Test
        void a_header_section_that_is_too_large_is_431_as_any_other_refusal() throws Exception {
            try (Engine engine = start(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                String[] many = new String[400];
                for (int i = 0; i < many.length; i += 2) {
                    many[i] = "cookie";
                    many[i + 1] = "a".repeat(60);
                }
                byte[] head = head("GET", "/", many);
                wire.send(HEADERS, ALL_OF_IT, 1, head.length < 16_384 ? head : java.util.Arrays.copyOf(head, 16_000));

                assertThat(wire.readBody(1)).contains("\"code\":\"headers_too_large\"");
                assertAnswers(wire, 3);
            }
        }
    }

    @Nested
    class A_refusal {
        private static final String PAGE = "http://page.example";

        private Engine startThatTellsOrigins(EngineLimits limits) {
            return TestEngine.start(TestEngine.builder(TestEngine::echo)
                    .limits(limits)
                    .refusalPage(TestEngine::tellingOrigin)
                    .tls(files));
        }

        @Test
        void of_a_body_for_which_there_is_no_room_may_be_read_by_the_page_that_asked() throws Exception {
            try (Engine engine = startThatTellsOrigins(EngineLimits.defaults().withBudget(64 * 1024));
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, END_HEADERS, 1, head("POST", "/", "origin", PAGE));
                wire.send(DATA, 0, 1, new byte[16_000]);
                wire.send(DATA, 0, 1, new byte[16_000]);
                wire.send(DATA, 0, 1, new byte[16_000]);

                assertThat(wire.readBody(1)).isEqualTo("503 " + PAGE);
                assertAnswers(wire, 3);
            }
        }

        @Test
        void of_a_target_that_is_too_long_is_an_answer_and_ends_its_stream_alone() throws Exception {
            try (Engine engine = startThatTellsOrigins(EngineLimits.defaults());
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(HEADERS, END_HEADERS, 1, head("GET", "/" + "a".repeat(9_000), "origin", PAGE));

                assertThat(wire.readBody(1)).isEqualTo("414 nobody");
                assertAnswers(wire, 3);
            }
        }
    }

    @Nested
    class A_flood {
        @Test
        void of_settings_that_nobody_reads_the_answers_of_ends_and_others_are_served() throws Exception {
            assertServesOthersAfter(wire -> wire.sendAsFarAsPossible(200_000, Http2Wire.SETTINGS, 0, 0, new byte[0]));
        }

        @Test
        void of_pings_that_nobody_reads_the_answers_of_ends_and_others_are_served() throws Exception {
            assertServesOthersAfter(wire -> wire.sendAsFarAsPossible(200_000, PING, 0, 0, new byte[8]));
        }

        @Test
        void of_requests_whose_window_stays_shut_ends_by_the_time_for_writing() throws Exception {
            try (Engine engine = start(TestEngine.limits(LONG, LONG, LONG, 1, LONG, SHORT));
                    Http2Wire wire = Http2Wire.to(engine.port())) {
                wire.send(Http2Wire.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0});
                for (int stream = 1; stream < 100; stream += 2) {
                    wire.sendAsFarAsPossible(1, HEADERS, ALL_OF_IT, stream, head("GET", "/"));
                }
                wire.readToEnd();
                assertServesOthers(engine);
            }
        }

        private void assertServesOthersAfter(Consumer<Http2Wire> flood) throws Exception {
            try (Engine engine = start(TestEngine.limits(LONG, LONG, LONG, 1, LONG, SHORT));
                    Http2Wire wire = Http2Wire.to(engine.port());
                    ExecutorService background = Executors.newSingleThreadExecutor()) {
                Future<?> flooding = background.submit(() -> flood.accept(wire));
                assertServesOthers(engine);
                flooding.get(15, TimeUnit.SECONDS);
                assertServesOthers(engine);
            }
        }
    }
}
