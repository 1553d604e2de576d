package dev.latchkey.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ExchangeTest {
    private static Engine engine;

    @BeforeAll
    static void start() {
        engine = TestEngine.start(ExchangeTest::handle);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static Response handle(Request request) {
        return switch (request.rawPath()) {
            case "/no-content" -> Response.empty(204, TestEngine.TEXT);
            case "/not-modified" -> Response.empty(304, TestEngine.TEXT).with(new HeaderField("ETag", "\"1\""));
            case "/cookies" ->
                TestEngine.text("cookies")
                        .with(List.of(
                                new HeaderField("Set-Cookie", "a=1; Path=/"),
                                new HeaderField("Set-Cookie", "b=2; Path=/"),
                                new HeaderField("Vary", "Accept")));
            case "/broken" -> throw new IllegalStateException("broken on purpose");
            case "/peer" -> TestEngine.text(request.peerAddress().getHostAddress() + " " + request.isTls());
            case "/small" -> TestEngine.text(request.body(10).getClass().getSimpleName());
            default -> TestEngine.echo(request);
        };
    }

    private static Wire.Answer ask(String bytes) throws IOException {
        try (Wire wire = Wire.to(engine.port())) {
            return wire.send(bytes).readAnswer();
        }
    }

    private static String post(String path, String headers, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
    }

    @Nested
    class What_a_handler_sees {
        @ParameterizedTest
        @ValueSource(
                strings = {"/", "//api/login", "/%61pi/login", "/api/login;x", "/api/./login", "/a/../b", "/a%2Fb%00"})
        void a_path_is_exactly_as_sent(String path) throws IOException {
            assertThat(ask(Wire.get(path)).body()).contains("path " + path + "\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a=b", "a=%zz&b[0]=|\"<>`{}", "?", "a=b?c=d/e", "//evil.example"})
        void a_query_is_exactly_as_sent(String query) throws IOException {
            assertThat(ask(Wire.get("/q?" + query)).body()).contains("path /q\n", "query " + query + "\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"get", "Get", "PURGE", "M-SEARCH"})
        void a_method_keeps_its_case(String method) throws IOException {
            assertThat(ask(Wire.get("/").replace("GET", method)).body()).contains("method " + method + "\n");
        }

        @Test
        void repeated_headers_stay_apart_and_absent_ones_are_an_empty_list() throws IOException {
            String body = ask("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: a=1; b=2\r\nCookie: c=3, d=4\r\n\r\n")
                    .body();

            assertThat(body).contains("cookies [a=1; b=2, c=3, d=4]").contains("agent []");
        }

        @Test
        void bytes_beyond_ascii_in_a_header_never_become_a_letter() throws IOException {
            String body = ask("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: latchke\u00ff=1\r\n\r\n")
                    .body();

            assertThat(body).contains("cookies [latchke\ufffd=1]");
        }

        @Test
        void the_peer_is_the_other_end_of_the_connection_whatever_headers_say() throws IOException {
            String request =
                    "GET /peer HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 1.2.3.4\r\nForwarded: for=1.2.3.4\r\n\r\n";

            assertThat(ask(request).body()).isEqualTo("127.0.0.1 false");
        }
    }

    @Nested
    class What_a_client_sees {
        @Test
        void an_answer_has_a_date_and_a_length_and_no_server() throws IOException {
            Wire.Answer answer = ask(Wire.get("/"));

            assertThat(answer.values("Date")).hasSize(1);
            assertThat(answer.values("Content-Length"))
                    .containsExactly("" + answer.body().length());
            assertThat(answer.values("Server")).isEmpty();
            assertThat(answer.values("Connection")).isEmpty();
        }

        @Test
        void repeated_header_lines_stay_apart() throws IOException {
            Wire.Answer answer = ask(Wire.get("/cookies"));

            assertThat(answer.values("Set-Cookie")).containsExactly("a=1; Path=/", "b=2; Path=/");
            assertThat(answer.values("Vary")).containsExactly("Cookie", "Origin", "Accept");
        }

        @Test
        void an_answer_leaves_nothing_behind_for_the_next() throws IOException {
            ask(Wire.get("/cookies"));

            assertThat(ask(Wire.get("/")).values("Vary")).containsExactly("Cookie", "Origin");
        }

        @Test
        void head_is_get_without_the_body() throws IOException {
            try (Wire wire = Wire.to(engine.port())) {
                Wire.Answer head =
                        wire.send(Wire.get("/cookies").replace("GET", "HEAD")).readHead();
                Wire.Answer get = wire.send(Wire.get("/cookies")).readAnswer();

                assertThat(head.head().replaceAll("Date: .*", "Date:"))
                        .isEqualTo(get.head().replaceAll("Date: .*", "Date:"));
                assertThat(get.body()).isEqualTo("cookies");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/no-content", "/not-modified"})
        void an_answer_without_content_has_no_length_and_keeps_the_connection(String path) throws IOException {
            try (Wire wire = Wire.to(engine.port())) {
                Wire.Answer answer = wire.send(Wire.get(path)).readAnswer();

                assertThat(answer.status()).isIn(204, 304);
                assertThat(answer.values("Content-Length")).isEmpty();
                assertThat(answer.values("Transfer-Encoding")).isEmpty();
                assertThat(answer.values("X-Content-Type-Options")).containsExactly("nosniff");
                assertThat(wire.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
            }
        }

        @Test
        void a_handler_that_fails_is_an_internal_error_that_tells_nothing() throws IOException {
            try (Wire wire = Wire.to(engine.port())) {
                Wire.Answer answer = wire.send(Wire.get("/broken")).readAnswer();

                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.body())
                        .contains("\"code\":\"internal_error\"")
                        .doesNotContain("purpose");
                assertThat(answer.values("Cache-Control")).containsExactly("no-store");
                assertThat(wire.send(Wire.get("/")).readAnswer().status()).isEqualTo(200);
            }
        }

        @Test
        void a_handler_that_fails_may_be_heard_of_by_the_page_that_asked() throws IOException {
            Handler failing = request -> {
                throw new IllegalStateException("broken on purpose");
            };
            try (Engine telling = TestEngine.start(TestEngine.builder(failing).refusalPage(TestEngine::tellingOrigin));
                    Wire wire = Wire.to(telling.port())) {
                String asked = Wire.get("/").replace("\r\n\r\n", "\r\nOrigin: http://b\r\n\r\n");
                assertThat(wire.send(asked).readAnswer().body()).isEqualTo("500 http://b");
            }
        }
    }

    @Nested
    class A_body {
        @ParameterizedTest
        @ValueSource(ints = {1, 10})
        void is_read_up_to_what_the_handler_allows(int length) throws IOException {
            assertThat(ask(post("/small", "Content-Length: " + length + "\r\n", "a".repeat(length)))
                            .body())
                    .isEqualTo("Complete");
        }

        @Test
        void of_one_byte_more_is_too_large_and_the_connection_ends() throws IOException {
            try (Wire wire = Wire.to(engine.port())) {
                Wire.Answer answer = wire.send(post("/small", "Content-Length: 11\r\n", "a".repeat(11)))
                        .readAnswer();

                assertThat(answer.body()).isEqualTo("TooLarge");
                assertThat(answer.values("Connection")).containsExactly("close");
                assertThat(wire.readAll()).isEmpty();
            }
        }

        @Test
        void in_chunks_has_the_same_limit() throws IOException {
            String chunked = "Transfer-Encoding: chunked\r\n";

            assertThat(ask(post("/small", chunked, "5\r\naaaaa\r\n5\r\naaaaa\r\n0\r\n\r\n"))
                            .body())
                    .isEqualTo("Complete");
            assertThat(ask(post("/small", chunked, "5\r\naaaaa\r\n6\r\naaaaaa\r\n0\r\n\r\n"))
                            .body())
                    .isEqualTo("TooLarge");
        }

        @Test
        void that_is_too_large_is_refused_before_it_is_sent() throws IOException {
            String headers = "Expect: 100-continue\r\nContent-Length: 11\r\n";

            assertThat(ask(post("/small", headers, "")).body()).isEqualTo("TooLarge");
        }

        @Test
        void that_nobody_read_does_not_become_the_next_request() throws IOException {
            try (Wire wire = Wire.to(engine.port())) {
                wire.send(post(
                        "/unread",
                        "Content-Length: 60\r\n",
                        Wire.get("/smuggled").repeat(2).substring(0, 60)));
                wire.send(Wire.get("/next"));

                assertThat(wire.readAnswer().body()).isEqualTo("unread");
                assertThat(wire.readAnswer().body()).contains("path /next\n");
            }
        }

        @Test
        void in_another_coding_reaches_the_handler_as_it_is() throws IOException {
            assertThat(ask(post("/", "Content-Encoding: gzip\r\nContent-Length: 5\r\n", "hello"))
                            .body())
                    .contains("body 5\n");
        }

        @Test
        void of_which_the_client_sends_only_a_part_is_answered_by_silence() throws IOException {
            try (Wire wire = Wire.to(engine.port())) {
                wire.send(post("/", "Content-Length: 50\r\n", "hello")).end();

                assertThat(wire.readAll()).isEmpty();
            }
        }
    }
}
