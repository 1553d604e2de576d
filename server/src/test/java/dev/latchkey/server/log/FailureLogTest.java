package dev.latchkey.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.latchkey.engine.Engine;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Timeout(20)
class FailureLogTest {
    @AfterEach
    void restore() throws JoranException {
        Logging.flush();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @ParameterizedTest(name = "{0}, as JSON: {1}")
    @CsvSource({"/deep, false", "/deep, true", "/caused, false", "/caused, true"})
    void what_a_failed_request_costs_the_log_is_bounded_whoever_made_it_fail(String path, boolean isJson)
            throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Logging.configure(new Settings.Log(false, isJson), Logging.Verbosity.NORMAL, written);
        Answers answers = new Answers(
                DeploymentPolicy.embedded(Origin.parse("http://localhost:8080").orElseThrow()));
        try (Engine engine = Engine.builder(FailureLogTest::handle, answers, InstantSource.system())
                        .start(List.of(InetAddress.getLoopbackAddress()), 0);
                HttpClient client = HttpClient.newHttpClient()) {
            URI target = URI.create("http://127.0.0.1:" + engine.port() + path + "/" + "a".repeat(6000));
            assertThat(client.send(HttpRequest.newBuilder(target).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(500);
        }
        Logging.flush();
        String log = written.toString(StandardCharsets.UTF_8);
        assertThat(log).contains("failed").doesNotContain("a".repeat(200));
        assertThat(log.length()).isLessThan(64 * 1024);
        assertThat(log.lines().filter(line -> line.contains("handle") || line.contains("deep")))
                .as("what is needed to find it is there")
                .isNotEmpty();
    }

    private static Response handle(Request request) {
        if (request.rawPath().startsWith("/deep")) {
            return Response.empty(200 + deep(1), new FixedHeaders(List.of()));
        }
        RuntimeException failure = new IllegalStateException("the first");
        for (int i = 0; i < 20; i++) {
            failure = new IllegalStateException("and then", failure);
        }
        throw failure;
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int deep(int depth) {
        return deep(depth + 1) + 1;
    }
}
