package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.testkit.PemFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TlsTest {
    @TempDir
    static Path temporary;

    private static PemFolder pem;
    private static PemFolder other;
    private static Engine engine;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        pem = new PemFolder(Files.createDirectory(temporary.resolve("first"))).write("first", "EC");
        other = new PemFolder(Files.createDirectory(temporary.resolve("other"))).write("other", "RSA");
        engine = start(files(pem));
    }

    private static TlsFiles files(PemFolder pem) {
        return new TlsFiles(pem.certificates(), pem.privateKey());
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Engine start(TlsFiles files) {
        return TestEngine.start(TestEngine.builder(TlsTest::handle).tls(files));
    }

    private static Response handle(Request request) {
        return switch (request.rawPath()) {
            case "/no-content" -> Response.empty(204, TestEngine.TEXT);
            case "/not-modified" -> Response.empty(304, TestEngine.TEXT);
            case "/broken" -> throw new IllegalStateException("broken on purpose");
            case "/peer" -> TestEngine.text(request.peerAddress().getHostAddress() + " " + request.isTls());
            case "/cookies" ->
                TestEngine.text("cookies")
                        .with(List.of(new HeaderField("Set-Cookie", "a=1"), new HeaderField("Set-Cookie", "b=2")));
            default -> TestEngine.echo(request);
        };
    }

    private static String commonName(int port) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = (SSLSocket)
                TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Nested
    class Over_either_version {
        private HttpResponse<String> ask(Version version, String target, HttpRequest.Builder request)
                throws IOException, InterruptedException, GeneralSecurityException {
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(TrustAll.context())
                    .version(version)
                    .build()) {
                HttpResponse<String> answer = client.send(
                        request.uri(URI.create("https://127.0.0.1:" + engine.port() + target))
                                .build(),
                        BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(version);
                return answer;
            }
        }

        @ParameterizedTest
        @EnumSource(Version.class)
        void a_request_arrives_as_sent_and_its_answer_as_given(Version version) throws Exception {
            HttpResponse<String> answer = ask(
                    version,
                    "//api/%61;x/./y?a=%20b",
                    HttpRequest.newBuilder().header("Cookie", "a=1").POST(BodyPublishers.ofString("hello")));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains(
                            "method POST\n", "path //api/%61;x/./y\n", "query a=%20b\n", "cookies [a=1]\n", "body 5\n");
            assertThat(String.join(", ", answer.headers().allValues("Vary"))).isEqualTo("Cookie, Origin");
            assertThat(answer.headers().firstValue("Date")).isPresent();
            assertThat(answer.headers().firstValue("Server")).isEmpty();
        }

        @ParameterizedTest
        @EnumSource(Version.class)
        void the_peer_is_known_and_the_connection_encrypted(Version version) throws Exception {
            assertThat(ask(version, "/peer", HttpRequest.newBuilder()).body()).isEqualTo("127.0.0.1 true");
        }

        @ParameterizedTest
        @EnumSource(Version.class)
        void two_cookies_are_two_lines(Version version) throws Exception {
            assertThat(ask(version, "/cookies", HttpRequest.newBuilder())
                            .headers()
                            .allValues("Set-Cookie"))
                    .containsExactly("a=1", "b=2");
        }

        @ParameterizedTest
        @EnumSource(Version.class)
        void head_is_get_without_the_body(Version version) throws Exception {
            HttpResponse<String> answer =
                    ask(version, "/cookies", HttpRequest.newBuilder().HEAD());

            assertThat(answer.body()).isEmpty();
            assertThat(answer.headers().firstValue("Content-Length")).hasValue("7");
        }

        @ParameterizedTest
        @CsvSource({
            "HTTP_1_1, /no-content, 204",
            "HTTP_2, /no-content, 204",
            "HTTP_1_1, /not-modified, 304",
            "HTTP_2, /not-modified, 304",
            "HTTP_1_1, /broken, 500",
            "HTTP_2, /broken, 500"
        })
        void every_answer_has_our_headers(Version version, String path, int status) throws Exception {
            HttpResponse<String> answer = ask(version, path, HttpRequest.newBuilder());

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }

        @ParameterizedTest
        @EnumSource(Version.class)
        void a_body_beyond_the_limit_is_too_large(Version version) throws Exception {
            HttpResponse<String> answer = ask(
                    version,
                    "/",
                    HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(new byte[TestEngine.MAX_BODY + 1])));

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("\"code\":\"content_too_large\"");
        }
    }

    @Nested
    class A_handshake {
        @ParameterizedTest
        @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
        @Timeout(120)
        void succeeds_for_each_of_many_that_come_at_once(String protocol) throws Exception {
            int many = 64;
            CyclicBarrier together = new CyclicBarrier(many);
            try (ExecutorService browsers = Executors.newFixedThreadPool(many)) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < many; i++) {
                    answers.add(browsers.submit(() -> {
                        together.await();
                        return ask(protocol);
                    }));
                }
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(200);
                }
            }
        }

        private static int ask(String protocol) throws IOException, GeneralSecurityException {
            SSLSocket socket = (SSLSocket)
                    TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), engine.port());
            socket.setEnabledProtocols(new String[] {protocol});
            try (Wire wire = Wire.over(socket)) {
                return wire.send(Wire.get("/")).readAnswer().status();
            }
        }

        @Test
        void that_never_comes_ends_without_an_alert() throws Exception {
            Duration day = Duration.ofDays(1);
            try (Engine impatient = TestEngine.start(TestEngine.builder(TlsTest::handle)
                            .limits(TestEngine.limits(Duration.ofMillis(100), day, day))
                            .tls(files(pem)));
                    Socket silent = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
                assertThat(silent.getInputStream().readAllBytes()).isEmpty();
            }
        }

        @Test
        void may_take_longer_than_a_head_since_it_waits_for_others() throws Exception {
            Duration day = Duration.ofDays(1);
            EngineLimits limits =
                    new EngineLimits(Duration.ofMillis(100), day, day, day, 1, day, day, 65_536, 1 << 20, 10, 10);
            try (Engine patient = TestEngine.start(
                            TestEngine.builder(TlsTest::handle).limits(limits).tls(files(pem)));
                    Socket late = new Socket(InetAddress.getLoopbackAddress(), patient.port())) {
                late.setSoTimeout(500);
                assertThatThrownBy(() -> late.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
        }

        @Test
        void is_asked_for_again_by_a_client_once_and_refused() throws Exception {
            SSLSocket socket = (SSLSocket)
                    TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), engine.port());
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            try (Wire wire = Wire.over(socket)) {
                wire.send(Wire.get("/")).readAnswer();
                socket.startHandshake();

                assertThatThrownBy(() -> wire.send(Wire.get("/")).readAnswer()).isInstanceOf(IOException.class);
            }
        }

        @Test
        void uses_no_suite_with_cbc() throws Exception {
            SSLSocket socket = (SSLSocket)
                    TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), engine.port());
            try (socket) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                socket.setEnabledCipherSuites(Arrays.stream(socket.getSupportedCipherSuites())
                        .filter(suite -> suite.contains("_CBC_"))
                        .toArray(String[]::new));

                assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
            }
        }
    }

    @Nested
    class A_new_certificate {
        @Test
        void is_used_for_new_connections_while_old_ones_go_on() throws Exception {
            PemFolder folder = pem.copyTo(temporary.resolve("renewed"));
            try (Engine renewed = start(files(folder));
                    Wire old = Wire.over(TrustAll.context()
                            .getSocketFactory()
                            .createSocket(InetAddress.getLoopbackAddress(), renewed.port()))) {
                old.send(Wire.get("/")).readAnswer();
                assertThat(commonName(renewed.port())).isEqualTo("CN=first");

                other.copyTo(folder.folder());
                renewed.reloadTls();

                assertThat(commonName(renewed.port())).isEqualTo("CN=other");
                assertThat(old.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
            }
        }

        @Test
        void that_cannot_be_used_leaves_the_old_one_in_service() throws Exception {
            PemFolder folder = pem.copyTo(temporary.resolve("damaged"));
            try (Engine damaged = start(files(folder))) {
                Files.writeString(folder.privateKey(), "nothing");

                assertThatThrownBy(damaged::reloadTls).isInstanceOf(TlsFilesException.class);
                assertThat(commonName(damaged.port())).isEqualTo("CN=first");
            }
        }
    }

    @Nested
    class A_file_that_cannot_be_used {
        private TlsFiles keyOf(String name, String content) throws IOException {
            Path key = Files.writeString(temporary.resolve(name), content);
            return new TlsFiles(pem.certificates(), key);
        }

        @ParameterizedTest
        @ValueSource(strings = {"EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
        void is_named_with_the_command_that_converts_it(String label) throws IOException {
            TlsFiles files = keyOf("odd.pem", "-----BEGIN " + label + "-----\nAAAA\n-----END " + label + "-----\n");

            assertThatThrownBy(files::load)
                    .isInstanceOf(TlsFilesException.class)
                    .hasMessageStartingWith("tls.key = " + files.privateKey())
                    .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in " + files.privateKey());
        }

        @Test
        void is_missing() {
            TlsFiles files = new TlsFiles(Path.of("/nowhere/fullchain.pem"), Path.of("/nowhere/privkey.pem"));

            assertThatThrownBy(files::load)
                    .hasMessageStartingWith("tls.certificate = /nowhere/fullchain.pem: does not exist");
        }

        @Test
        void is_the_certificate_where_the_key_should_be() {
            TlsFiles files = new TlsFiles(pem.certificates(), pem.certificates());

            assertThatThrownBy(files::load).hasMessageContaining("holds no private key in PEM form");
        }

        @Test
        void is_damaged() throws IOException {
            TlsFiles files = keyOf("damaged.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

            assertThatThrownBy(files::load)
                    .isInstanceOf(TlsFilesException.class)
                    .hasMessageContaining("cannot be understood");
        }

        @Test
        void is_the_key_of_another_certificate() {
            TlsFiles files = new TlsFiles(pem.certificates(), other.privateKey());

            assertThatThrownBy(files::load)
                    .isInstanceOf(TlsFilesException.class)
                    .hasMessageContaining("does not belong to the first certificate");
        }
    }
}
