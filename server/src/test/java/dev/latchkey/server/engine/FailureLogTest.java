package dev.latchkey.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.server.config.Settings;
import dev.latchkey.server.log.Logging;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
            throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Logging.configure(new Settings.Log(false, isJson), Logging.Verbosity.NORMAL, written);
        try (Engine engine = TestEngine.start(FailureLogTest::handle);
                Wire wire = Wire.to(engine.port())) {
            assertThat(wire.send(Wire.get(path + "/" + "a".repeat(6000)))
                            .readAnswer()
                            .status())
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
            return TestEngine.text(String.valueOf(deep(1)));
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
