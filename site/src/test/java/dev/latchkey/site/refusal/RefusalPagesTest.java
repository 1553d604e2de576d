package dev.latchkey.site.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.PropertyResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalPagesTest {
    private static final DeploymentPolicy POLICY =
            DeploymentPolicy.embedded(Origin.parse("http://localhost:5000").orElseThrow());
    private static final Answers ANSWERS = new Answers(POLICY);

    private final RefusalPages pages = new RefusalPages(POLICY, path -> path.startsWith("/api/"));

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void whoever_is_on_the_way_to_a_page_sees_every_refusal_in_words(ErrorCode code) {
        Response page = pages.of(refusal(code), navigation("/x"));

        assertThat(page.status()).isEqualTo(code.status());
        assertThat(header(page, "Content-Type")).contains("text/html;charset=utf-8");
        assertThat(header(page, "Content-Security-Policy").orElseThrow()).startsWith("default-src 'none';");
        assertThat(text(page))
                .contains("<h1>", code.status() + " " + code.wireName() + ": because &lt;b&gt; &amp; so")
                .doesNotContain("<script", "<b>", "null");
    }

    @Test
    void what_the_refusal_told_besides_is_told_still() {
        assertThat(header(pages.of(refusal(ErrorCode.BUSY), navigation("/")), "Retry-After"))
                .contains("2");
    }

    @Test
    void whoever_opened_another_address_of_this_site_is_led_to_the_right_one() {
        assertThat(text(pages.of(refusal(ErrorCode.MISDIRECTED_REQUEST), navigation("/x"))))
                .contains("<a href=\"http://localhost:5000\">http://localhost:5000</a>");
        assertThat(text(pages.of(refusal(ErrorCode.NOT_FOUND), navigation("/x"))))
                .contains("<a href=\"/\">");
        assertThat(text(pages.of(refusal(ErrorCode.STORE_UNAVAILABLE), navigation("/x"))))
                .contains("<a href=\"\">");
    }

    @Test
    void a_script_reads_what_it_always_read() {
        Response refusal = refusal(ErrorCode.NOT_FOUND);
        for (Map<RequestHeader, String> headers : List.of(
                Map.of(RequestHeader.ACCEPT, "*/*"),
                Map.of(RequestHeader.SEC_FETCH_MODE, "cors", RequestHeader.ACCEPT, "text/html"),
                Map.<RequestHeader, String>of())) {
            assertThat(pages.of(refusal, request("GET", "/api/x", headers))).isSameAs(refusal);
        }
    }

    @Test
    void a_browser_that_says_no_more_than_what_it_takes_sees_a_page_of_the_api_too() {
        Map<RequestHeader, String> headers = Map.of(RequestHeader.ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8");
        assertThat(header(
                        pages.of(refusal(ErrorCode.METHOD_NOT_ALLOWED), request("GET", "/api/logout", headers)),
                        "Content-Type"))
                .contains("text/html;charset=utf-8");
    }

    @Test
    void a_proxy_that_asks_for_another_backend_reads_what_it_always_read() {
        Response refusal = refusal(ErrorCode.NOT_AUTHENTICATED);
        assertThat(pages.of(refusal, navigation("/api/verify"))).isSameAs(refusal);
    }

    @ParameterizedTest
    @CsvSource({"GET, /a-path-that-is-too-long, true", "GET, /api/x, false", "POST, /x, false", "-, -, false"})
    void of_a_request_that_could_not_be_read_the_path_has_to_tell(String method, String path, boolean isPage) {
        Request unread = new Asked(method, path, Map.of());
        assertThat(header(pages.of(refusal(ErrorCode.URI_TOO_LONG), unread), "Content-Type")
                        .orElseThrow()
                        .startsWith("text/html"))
                .isEqualTo(isPage);
    }

    @Test
    void what_is_no_refusal_or_has_a_page_of_its_own_stays() {
        for (int status : List.of(200, 304, 404)) {
            Response other = Response.empty(
                    status, new FixedHeaders(List.of(new HeaderField("Content-Type", "text/html;charset=utf-8"))));
            assertThat(pages.of(other, navigation("/"))).isSameAs(other);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de-AT,de;q=0.9,en;q=0.8 | de | Diese Seite gibt es nicht",
                "ar | ar | لا توجد صفحة كهذه",
                "pt-BR,fr;q=0.5 | fr | Cette page n’existe pas",
                "ja,en;q=0.1 | ja | ページが見つかりません",
                "tlh | en | There is no such page",
                "*;q= | en | There is no such page",
                "es;q=0,en | en | There is no such page"
            })
    void it_is_said_in_the_language_that_suits_best(String accepted, String language, String words) {
        Response page = pages.of(
                refusal(ErrorCode.NOT_FOUND),
                request(
                        "GET",
                        "/x",
                        Map.of(RequestHeader.SEC_FETCH_MODE, "navigate", RequestHeader.ACCEPT_LANGUAGE, accepted)));
        assertThat(header(page, "Content-Language")).contains(language);
        assertThat(text(page))
                .contains("<h1>" + words + "</h1>", "lang=\"" + language + "\"")
                .contains("dir=\"" + (language.equals("ar") ? "rtl" : "ltr") + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "fr", "es", "ja", "ar"})
    void every_language_has_every_word(String language) throws Exception {
        assertThat(new TreeSet<>(words(Locale.forLanguageTag(language)).keySet()))
                .isEqualTo(new TreeSet<>(words(Locale.ENGLISH).keySet()));
    }

    private static PropertyResourceBundle words(Locale language) throws Exception {
        try (var in = RefusalPages.class.getResourceAsStream("words_" + language + ".properties")) {
            return new PropertyResourceBundle(in);
        }
    }

    private static Response refusal(ErrorCode code) {
        return ANSWERS.refuse(Problem.of(code, "because <b> & so"));
    }

    private static Request navigation(String path) {
        return request("GET", path, Map.of(RequestHeader.SEC_FETCH_MODE, "navigate"));
    }

    private static Request request(String method, String path, Map<RequestHeader, String> headers) {
        Map<RequestHeader, String> all = new HashMap<>(headers);
        all.put(RequestHeader.HOST, "localhost:5000");
        return new Asked(method, path, all);
    }

    private static Optional<String> header(Response response, String name) {
        return java.util.stream.Stream.concat(response.fixed().fields().stream(), response.headers().stream())
                .filter(field -> field.name().equals(name))
                .map(HeaderField::value)
                .findFirst();
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private record Asked(String method, String rawPath, Map<RequestHeader, String> headers) implements Request {
        @Override
        public String rawQuery() {
            return "";
        }

        @Override
        public List<String> header(RequestHeader name) {
            return Optional.ofNullable(headers.get(name)).stream().toList();
        }

        @Override
        public InetAddress peerAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public boolean isTls() {
            return false;
        }

        @Override
        public Body body(int maxBytes) {
            return new Body.Complete(new byte[0]);
        }
    }
}
