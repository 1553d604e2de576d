package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class RequestHygieneTest {
    private static final String FOLLOWING = "GET /following HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static final List<Engine> ENGINES = new ArrayList<>();

    @BeforeAll
    static void start() {
        for (Transport transport : List.of(Transport.EPOLL, Transport.IO_URING, Transport.NIO)) {
            ENGINES.add(TestEngine.start(
                    TestEngine.builder(TestEngine.prompt(TestEngine::echo)).transport(transport)));
        }
        for (Transport transport : List.of(Transport.EPOLL, Transport.IO_URING)) {
            ENGINES.add(TestEngine.start(TestEngine.builder(TestEngine::echo).transport(transport)));
        }
    }

    @AfterAll
    static void stop() {
        ENGINES.forEach(Engine::close);
    }

    @ParameterizedTest
    @MethodSource("dev.latchkey.engine.RequestCorpus#rows")
    void one_request_is_one_answer_whatever_a_proxy_made_of_it(RequestCorpus.Row row) throws IOException {
        for (Engine engine : ENGINES) {
            String answers = exchange(engine, row.bytes() + FOLLOWING);

            assertThat(answers).startsWith("HTTP/1.1 " + row.status() + " ");
            assertThat(answers.split("HTTP/1\\.1 [1-5]", -1)).hasSize(1 + row.answers() + (row.closes() ? 0 : 1));
            assertThat(answers.contains("path /following")).isEqualTo(!row.closes());
            assertThat(answers).contains("X-Content-Type-Options: nosniff").doesNotContain("Server:", "/evil HTTP");
            assertThat(exchange(engine, FOLLOWING)).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.latchkey.engine.RequestCorpus#shortRows")
    void a_request_in_small_pieces_is_the_same_request(RequestCorpus.Row row) throws IOException {
        try (Wire wire = Wire.to(ENGINES.getFirst().port())) {
            String bytes = row.bytes() + FOLLOWING;
            for (int i = 0; i < bytes.length(); i++) {
                wire.sendAsFarAsPossible(bytes.substring(i, i + 1));
            }
            String answers = wire.readAll();
            assertThat(answers).startsWith("HTTP/1.1 " + row.status() + " ");
            assertThat(answers.contains("path /following")).isEqualTo(!row.closes());
        }
    }

    @Test
    void a_refusal_looks_like_every_other_refusal() throws IOException {
        String answer = exchange(ENGINES.getFirst(), "GET / HTTP/1.1\r\n\r\n");

        assertThat(answer)
                .contains("\r\nDate: ")
                .contains("\r\nContent-Type: application/problem+json\r\n")
                .contains("\r\nCache-Control: no-store\r\n")
                .contains("\r\nConnection: close\r\n")
                .contains("\"status\":400")
                .contains("\"code\":\"malformed_request\"");
    }

    private static String exchange(Engine engine, String bytes) throws IOException {
        try (Wire wire = Wire.to(engine.port())) {
            return wire.sendAsFarAsPossible(bytes).readAll();
        }
    }
}
