package dev.latchkey.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class RequestHygieneTest {
    private static final String FOLLOWING = "GET /following HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = TestEngine.start(TestEngine::echo);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @MethodSource("dev.latchkey.server.engine.RequestCorpus#rows")
    void one_request_is_one_answer_whatever_a_proxy_made_of_it(RequestCorpus.Row row) throws IOException {
        String answers = exchange(row.bytes() + FOLLOWING);

        assertThat(answers).startsWith("HTTP/1.1 " + row.status() + " ");
        assertThat(answers.split("HTTP/1\\.1 [1-5]", -1)).hasSize(1 + row.answers() + (row.closes() ? 0 : 1));
        assertThat(answers.contains("path /following")).isEqualTo(!row.closes());
        assertThat(answers).contains("X-Content-Type-Options: nosniff").doesNotContain("Server:", "/evil HTTP");
        assertThat(exchange(FOLLOWING)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void a_refusal_looks_like_every_other_refusal() throws IOException {
        String answer = exchange("GET / HTTP/1.1\r\n\r\n");

        assertThat(answer)
                .contains("\r\nDate: ")
                .contains("\r\nContent-Type: application/problem+json\r\n")
                .contains("\r\nCache-Control: no-store\r\n")
                .contains("\r\nConnection: close\r\n")
                .contains("\"status\":400")
                .contains("\"code\":\"malformed_request\"");
    }

    private static String exchange(String bytes) throws IOException {
        try (Wire wire = Wire.to(engine.port())) {
            return wire.sendAsFarAsPossible(bytes).readAll();
        }
    }
}
