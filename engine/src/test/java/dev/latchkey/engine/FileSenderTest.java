package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.testkit.PemFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FileSenderTest {
    /** More than sockets hold by themselves. */
    private static final int SIZE = 16 * 1024 * 1024 + 7;

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private Path file;
    private byte[] bytes;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("film.mp4");
        bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        Files.write(file, bytes);
    }

    @AfterEach
    void no_file_stays_open() throws IOException {
        Path open = Path.of("/proc/self/fd");
        while (Files.exists(open) && openFiles(open).anyMatch(file::equals)) {
            Thread.onSpinWait(); // its connection may have ended a moment ago
        }
    }

    private static Stream<Path> openFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .flatMap(each -> {
                        try {
                            return Stream.of(Files.readSymbolicLink(each));
                        } catch (IOException e) {
                            return Stream.empty(); // closed by now
                        }
                    })
                    .toList()
                    .stream();
        }
    }

    /** {@code /whole}, {@code /part}, {@code /missing}, {@code /short}; anything else is a few words. */
    private Response handle(Request request) {
        return switch (request.rawPath()) {
            case "/whole" -> answer(file, 0, SIZE);
            case "/part" -> answer(file, 1000, 100_000);
            case "/missing" -> answer(folder.resolve("missing"), 0, 1);
            case "/short" -> answer(file, SIZE - 10, 100);
            default -> TestEngine.text("next");
        };
    }

    private static Response answer(Path file, long first, long length) {
        return new Response(200, TestEngine.TEXT, List.of(), new Content.FilePart(file, first, length));
    }

    private void assertIsWhole(byte[] read) {
        assertThat(Arrays.mismatch(read, bytes))
                .as("the first byte that differs")
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void a_file_arrives_whole_and_in_its_place_among_answers(Transport transport) throws IOException {
        try (Engine engine = TestEngine.start(TestEngine.builder(this::handle).transport(transport));
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/before") + Wire.get("/whole") + Wire.get("/part") + Wire.get("/after"));
            assertThat(wire.readAnswer().body()).isEqualTo("next");
            assertThat(wire.readHead().values("Content-Length")).containsExactly("" + SIZE);
            assertIsWhole(wire.read(SIZE));
            assertThat(wire.readHead().values("Content-Length")).containsExactly("100000");
            assertThat(wire.read(100_000)).isEqualTo(Arrays.copyOfRange(bytes, 1000, 101_000));
            assertThat(wire.readAnswer().body()).isEqualTo("next");
        }
    }

    @Test
    void an_engine_that_drains_sends_it_to_its_end() throws Exception {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/whole")).readHead();
            Thread stopping = Thread.ofVirtual().start(() -> engine.stop(LONG));
            assertIsWhole(wire.read(SIZE));
            assertThat(wire.readAll()).isEmpty();
            stopping.join();
        }
    }

    @Test
    void head_tells_its_length_and_sends_nothing_of_it() throws IOException {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/whole").replace("GET", "HEAD"));
            assertThat(wire.readHead().values("Content-Length")).containsExactly("" + SIZE);
            assertThat(wire.send(Wire.get("/")).readAnswer().body()).isEqualTo("next");
        }
    }

    @Test
    void one_that_cannot_be_read_is_an_error_of_ours_and_the_connection_goes_on() throws IOException {
        try (Engine engine = TestEngine.start(this::handle);
                Wire wire = Wire.to(engine.port())) {
            assertThat(wire.send(Wire.get("/missing")).readAnswer().status()).isEqualTo(500);
            assertThat(wire.send(Wire.get("/")).readAnswer().body()).isEqualTo("next");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void one_that_became_shorter_is_never_taken_for_whole(Transport transport) throws IOException {
        try (Engine engine = TestEngine.start(TestEngine.builder(this::handle).transport(transport));
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/short") + Wire.get("/after"));
            assertThat(wire.readHead().values("Content-Length")).containsExactly("100");
            assertThat(wire.readAll()).hasSizeLessThan(100);
        }
    }

    @Test
    void a_client_that_does_not_read_it_is_cut_off() throws IOException {
        EngineLimits limits = TestEngine.limits(LONG, LONG, LONG, 1, LONG, SHORT);
        try (Engine engine = TestEngine.start(limits, this::handle);
                Wire wire = Wire.to(engine.port())) {
            wire.send(Wire.get("/whole")).readHead();
            while (engine.connections() > 0) {
                Thread.onSpinWait();
            }
            assertThat(wire.readAll()).hasSizeLessThan(SIZE);
        }
    }

    @Nested
    class Over_TLS {
        private Engine engine;

        @BeforeEach
        void start() throws Exception {
            PemFolder pem = new PemFolder(Files.createDirectory(folder.resolve("tls"))).write("localhost", "EC");
            engine = TestEngine.start(TestEngine.builder(FileSenderTest.this::handle)
                    .tls(new TlsFiles(pem.certificates(), pem.privateKey())));
        }

        @AfterEach
        void stop() {
            engine.close();
        }

        private HttpRequest get(String path) {
            return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + engine.port() + path))
                    .build();
        }

        private HttpClient client(HttpClient.Version version) throws Exception {
            return HttpClient.newBuilder()
                    .sslContext(TrustAll.context())
                    .version(version)
                    .build();
        }

        @ParameterizedTest
        @EnumSource(HttpClient.Version.class)
        void a_file_arrives_whole(HttpClient.Version version) throws Exception {
            try (HttpClient client = client(version)) {
                HttpResponse<byte[]> whole = client.send(get("/whole"), BodyHandlers.ofByteArray());
                assertThat(whole.version()).isEqualTo(version);
                assertIsWhole(whole.body());
                assertThat(client.send(get("/missing"), BodyHandlers.ofString()).statusCode())
                        .isEqualTo(500);
                assertThat(client.send(get("/after"), BodyHandlers.ofString()).body())
                        .isEqualTo("next");
            }
        }

        @ParameterizedTest
        @EnumSource(HttpClient.Version.class)
        void one_that_became_shorter_is_never_taken_for_whole(HttpClient.Version version) throws Exception {
            try (HttpClient client = client(version)) {
                assertThat(failureOf(client, "/short")).isInstanceOf(IOException.class);
                assertThat(client.send(get("/after"), BodyHandlers.ofString()).body())
                        .isEqualTo("next");
            }
        }

        private Exception failureOf(HttpClient client, String path) throws InterruptedException {
            try {
                HttpResponse<byte[]> answer = client.send(get(path), BodyHandlers.ofByteArray());
                throw new AssertionError(answer + " with " + answer.body().length + " bytes");
            } catch (IOException | UncheckedIOException e) {
                return e;
            }
        }
    }
}
