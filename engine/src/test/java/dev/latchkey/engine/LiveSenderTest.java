package dev.latchkey.engine;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.testkit.PemFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
@DisplayName("An answer that comes to be while it is sent")
class LiveSenderTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    /** More than one write, and less than what sockets hold by themselves. */
    private static final byte[] LARGE = "x".repeat(64 * 1024).getBytes(US_ASCII);

    private final Told told = new Told();

    /** Publishes what a test says, no sooner than it is asked for. */
    private static final class Told implements Flow.Publisher<byte[]>, Flow.Subscription {
        private final CountDownLatch subscribed = new CountDownLatch(1);
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final Semaphore wanted = new Semaphore(0);
        private volatile Flow.Subscriber<? super byte[]> reader;

        @Override
        public void subscribe(Flow.Subscriber<? super byte[]> subscriber) {
            reader = subscriber;
            subscriber.onSubscribe(this);
            subscribed.countDown();
        }

        @Override
        public void request(long pieces) {
            wanted.release((int) pieces);
        }

        @Override
        public void cancel() {
            cancelled.countDown();
        }

        void say(byte[] piece) throws InterruptedException {
            assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(wanted.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            reader.onNext(piece);
        }

        void say(String piece) throws InterruptedException {
            say(piece.getBytes(US_ASCII));
        }

        /** Goes on until nobody wants more; how many pieces were wanted. */
        int sayUntilUnwanted(Runnable each) throws InterruptedException {
            int said = 0;
            while (wanted.tryAcquire(1, TimeUnit.SECONDS)) {
                reader.onNext(LARGE);
                each.run();
                said++;
            }
            return said;
        }

        void assertCancelled() throws InterruptedException {
            assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        }

        void assertNotCancelled() {
            assertThat(cancelled.getCount()).isEqualTo(1);
        }
    }

    private Response handle(Request request) {
        assertThat(request.takesLive()).isTrue();
        return request.rawPath().equals("/live")
                ? new Response(200, TestEngine.TEXT, List.of(), new Content.Live(told))
                : TestEngine.text("next");
    }

    private static void assertChunk(Wire wire, String piece) throws IOException {
        String chunk = Integer.toHexString(piece.length()) + "\r\n" + piece + "\r\n";
        assertThat(new String(wire.read(chunk.length()), US_ASCII)).isEqualTo(chunk);
    }

    private static void assertEnd(Wire wire) throws IOException {
        assertThat(new String(wire.read(5), US_ASCII)).isEqualTo("0\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void arrives_piece_by_piece_and_the_connection_goes_on_after_it(Transport transport) throws Exception {
        try (Engine engine = TestEngine.start(
                        TestEngine.builder(TestEngine.prompt(this::handle)).transport(transport));
                Wire wire = Wire.to(engine.port())) {
            Wire.Answer head = wire.send(Wire.get("/live")).readHead();
            assertThat(head.values("Transfer-Encoding")).containsExactly("chunked");
            assertThat(head.values("Content-Length")).isEmpty();
            told.say("first");
            assertChunk(wire, "first");
            told.say("second piece");
            assertChunk(wire, "second piece");
            told.reader.onComplete();
            assertEnd(wire);
            assertThat(wire.send(Wire.get("/after")).readAnswer().body()).isEqualTo("next");
            told.assertNotCancelled();
        }
    }

    @Test
    @DisplayName("RFC 9112 §7.1: a client of HTTP/1.0 knows no chunks, and takes what comes until the end")
    void is_sent_as_it_is_to_an_old_client() throws Exception {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            Wire.Answer head =
                    wire.send(Wire.get("/live").replace("HTTP/1.1", "HTTP/1.0")).readHead();
            assertThat(head.values("Transfer-Encoding")).isEmpty();
            told.say("first");
            told.say("second");
            told.reader.onComplete();
            assertThat(wire.readAll()).isEqualTo("firstsecond");
        }
    }

    @Test
    void is_not_begun_for_HEAD() throws Exception {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/live").replace("GET", "HEAD")).readHead();
            assertThat(wire.send(Wire.get("/after")).readAnswer().body()).isEqualTo("next");
            assertThat(told.subscribed.getCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void ends_for_a_client_that_is_gone(Transport transport) throws Exception {
        try (Engine engine = TestEngine.start(TestEngine.builder(this::handle).transport(transport))) {
            try (Wire wire = Wire.to(engine.port())) {
                wire.send(Wire.get("/live")).readHead();
                told.say("first");
                assertChunk(wire, "first");
                told.assertNotCancelled();
            }
            told.assertCancelled();
        }
    }

    @Test
    void ends_for_a_client_that_asks_for_something_else_on_its_connection() throws Exception {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/live")).readHead();
            told.say("first");
            assertChunk(wire, "first");
            wire.send(Wire.get("/after"));
            assertEnd(wire);
            assertThat(wire.readAnswer().body()).isEqualTo("next");
            told.assertCancelled();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void is_asked_for_no_faster_than_it_is_read_and_ends_for_who_does_not_read(Transport transport) throws Exception {
        EngineLimits limits = TestEngine.limits(LONG, LONG, LONG, 1, LONG, LONG);
        try (Engine engine = TestEngine.start(
                        TestEngine.builder(this::handle).transport(transport).limits(limits));
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/live")).readHead();
            assertThat(told.subscribed.await(10, TimeUnit.SECONDS)).isTrue();
            int said = told.sayUntilUnwanted(() -> {}); // what the sockets hold
            int chunk = LARGE.length + "10000\r\n\r\n".length();
            assertThat(wire.read(said * chunk)).hasSize(said * chunk);
            told.say(LARGE);
            told.sayUntilUnwanted(() -> {});
            engine.look(Duration.ZERO);
            told.assertNotCancelled();
            engine.look(LONG.multipliedBy(2));
            told.assertCancelled();
        }
    }

    @Test
    void may_say_nothing_for_as_long_as_it_likes() throws Exception {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/live")).readHead();
            told.say("first");
            assertChunk(wire, "first");
            engine.look(Duration.ofDays(1));
            engine.look(Duration.ofDays(2));
            told.say("second");
            assertChunk(wire, "second");
        }
    }

    @Test
    void that_fails_is_never_taken_for_whole() throws Exception {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/live")).readHead();
            told.say("first");
            assertChunk(wire, "first");
            told.reader.onError(new IOException("for the test"));
            assertThat(wire.readAll()).isEmpty();
        }
    }

    @Test
    void is_not_waited_for_by_an_engine_that_drains() throws Exception {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/live")).readHead();
            told.say("first");
            assertChunk(wire, "first");
            Thread stopping = Thread.ofVirtual().start(() -> engine.stop(LONG));
            assertEnd(wire);
            assertThat(wire.end().readAll()).isEmpty();
            stopping.join();
            told.assertCancelled();
        }
    }

    @Test
    void that_begins_when_the_engine_drains_ends_at_once() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (Engine engine = TestEngine.start(request -> {
                    asked.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return handle(request);
                });
                Wire idle = Wire.to(engine.port());
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/live"));
            asked.await();
            Thread stopping = Thread.ofVirtual().start(() -> engine.stop(LONG));
            assertThat(idle.readAll()).isEmpty(); // it was told to go, so the stop is under way
            released.countDown();
            assertThat(wire.readHead().values("Connection")).containsExactly("close");
            assertThat(wire.end().readAll()).isEqualTo("0\r\n\r\n");
            stopping.join();
        }
    }

    @Nested
    class Over_HTTP_2 {
        @TempDir
        Path folder;

        private Engine engine;

        @BeforeEach
        void start() throws Exception {
            PemFolder pem = new PemFolder(folder).write("localhost", "EC");
            engine = TestEngine.start(TestEngine.builder(LiveSenderTest.this::handle)
                    .limits(TestEngine.limits(LONG, LONG, LONG, 1, LONG, LONG))
                    .tls(new TlsFiles(pem.certificates(), pem.privateKey())));
        }

        @AfterEach
        void stop() {
            engine.close();
        }

        private static void ask(Http2Wire wire, int stream, String path) throws IOException {
            wire.send(
                    Http2Wire.HEADERS,
                    Http2Wire.END_HEADERS | Http2Wire.END_STREAM,
                    stream,
                    Http2Wire.head("GET", path));
        }

        /** Its head and its first piece have come. */
        private void begin(Http2Wire wire) throws Exception {
            ask(wire, 1, "/live");
            assertThat(wire.read().type()).isEqualTo(Http2Wire.HEADERS);
            told.say("first");
            assertThat(wire.read()).isEqualTo(new Http2Wire.Frame(Http2Wire.DATA, 0, 1, "first"));
        }

        @Test
        void it_arrives_piece_by_piece_beside_other_answers() throws Exception {
            try (Http2Wire wire = Http2Wire.to(engine.port())) {
                begin(wire);
                ask(wire, 3, "/other");
                assertThat(wire.readBody(3)).isEqualTo("next");
                told.say("second");
                told.reader.onComplete();
                assertThat(wire.readBody(1)).isEqualTo("second");
            }
        }

        @Test
        void it_ends_when_its_stream_is_reset() throws Exception {
            try (Http2Wire wire = Http2Wire.to(engine.port())) {
                begin(wire);
                wire.send(Http2Wire.RST_STREAM, 0, 1, new byte[] {0, 0, 0, 8});
                told.assertCancelled();
                ask(wire, 3, "/other");
                assertThat(wire.readBody(3)).isEqualTo("next");
            }
        }

        @Test
        void it_ends_when_its_connection_does() throws Exception {
            try (Http2Wire wire = Http2Wire.to(engine.port())) {
                begin(wire);
            }
            told.assertCancelled();
        }

        @Test
        void it_is_asked_for_no_faster_than_its_window_opens_and_ends_where_that_stays_shut() throws Exception {
            try (Http2Wire wire = Http2Wire.to(engine.port())) {
                begin(wire);
                assertThat(told.sayUntilUnwanted(() -> {})).isEqualTo(1); // the window is nearly that
                engine.look(Duration.ZERO);
                told.assertNotCancelled();
                engine.look(LONG.multipliedBy(2));
                told.assertCancelled();
            }
        }

        @Test
        void it_may_say_nothing_for_as_long_as_it_likes() throws Exception {
            try (Http2Wire wire = Http2Wire.to(engine.port())) {
                begin(wire);
                engine.look(Duration.ofDays(1));
                engine.look(Duration.ofDays(2));
                told.say("second");
                assertThat(wire.read().payload()).isEqualTo("second");
            }
        }

        @Test
        void one_that_fails_is_never_taken_for_whole() throws Exception {
            try (Http2Wire wire = Http2Wire.to(engine.port())) {
                begin(wire);
                told.reader.onError(new IOException("for the test"));
                assertThat(wire.read().type()).isEqualTo(Http2Wire.RST_STREAM);
            }
        }

        @Test
        void an_engine_that_drains_does_not_wait_for_it() throws Exception {
            Thread stopping;
            try (Http2Wire wire = Http2Wire.to(engine.port())) {
                begin(wire);
                stopping = Thread.ofVirtual().start(() -> engine.stop(LONG));
                assertThat(wire.readBody(1)).isEmpty();
                wire.readGoAway();
                told.assertCancelled();
            }
            stopping.join();
        }
    }
}
