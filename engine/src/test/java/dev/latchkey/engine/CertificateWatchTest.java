package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.testkit.PemFolder;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateWatchTest {
    private static final Answers ANSWERS = new Answers(
            DeploymentPolicy.embedded(Origin.parse("https://localhost:1").orElseThrow()));

    @TempDir
    static Path made;

    private static PemFolder first;
    private static PemFolder renewed;

    @TempDir
    Path temporary;

    private final Logger logger = Logger.getLogger("latchkey.server");
    private final List<String> logged = new ArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord line) {
            logged.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private PemFolder inService;
    private Engine engine;
    private CertificateWatch watch;

    @BeforeAll
    static void two_certificates() throws Exception {
        first = new PemFolder(Files.createDirectory(made.resolve("first"))).write("first", "EC");
        renewed = new PemFolder(Files.createDirectory(made.resolve("second"))).write("second", "EC");
    }

    @BeforeEach
    void a_server_with_a_certificate() throws Exception {
        inService = first.copyTo(temporary.resolve("tls"));
        TlsFiles files = new TlsFiles(inService.certificates(), inService.privateKey());
        engine = Engine.builder(
                        request -> Response.empty(204, new FixedHeaders(List.of())), ANSWERS, InstantSource.system())
                .tls(files)
                .start(List.of(InetAddress.getLoopbackAddress()), 0);
        watch = new CertificateWatch(files, engine::reloadTls);
        logger.addHandler(log);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(log);
        engine.close();
    }

    /** What a handshake shows. */
    private String certificate() throws Exception {
        try (SSLSocket socket = (SSLSocket)
                TrustAll.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), engine.port())) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Test
    void a_renewed_certificate_is_used_by_new_connections() throws Exception {
        assertThat(certificate()).isEqualTo("CN=first");
        renewed.copyTo(inService.folder());
        watch.look();
        watch.look();
        assertThat(certificate()).isEqualTo("CN=second");
    }

    @Test
    void files_that_stay_as_they_are_are_not_read_again() throws Exception {
        watch.look();
        watch.look();
        assertThat(certificate()).isEqualTo("CN=first");
        assertThat(logged).isEmpty();
    }

    @Test
    void a_certificate_whose_key_is_still_on_its_way_is_not_judged() throws Exception {
        Path key = inService.privateKey();
        byte[] old = Files.readAllBytes(key);
        renewed.copyTo(inService.folder());
        byte[] next = Files.readAllBytes(key);
        Files.write(key, old);
        watch.look();
        Files.write(key, next);
        watch.look();
        watch.look();
        assertThat(certificate()).isEqualTo("CN=second");
        assertThat(logged).noneMatch(line -> line.startsWith("the renewed certificate cannot be used"));
    }

    @Test
    void one_that_cannot_be_used_leaves_the_one_before_in_service_and_is_told_once() throws Exception {
        Files.writeString(inService.privateKey(), "nothing");
        watch.look();
        watch.look();
        watch.look();
        assertThat(certificate()).isEqualTo("CN=first");
        assertThat(logged).hasSize(1);
        assertThat(logged.getFirst())
                .startsWith("the renewed certificate cannot be used, the one before stays in service: tls.key = "
                        + inService.privateKey() + ": holds no private key in PEM form")
                .contains("name the key, privkey.pem");
    }

    @Test
    void one_that_was_broken_and_is_mended_is_used() throws Exception {
        Files.delete(inService.certificates());
        watch.look();
        watch.look();
        assertThat(certificate()).isEqualTo("CN=first");
        renewed.copyTo(inService.folder());
        watch.look();
        watch.look();
        assertThat(certificate()).isEqualTo("CN=second");
    }
}
