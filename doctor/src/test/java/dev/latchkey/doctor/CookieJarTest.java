package dev.latchkey.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.doctor.CookieJar.Verdict;
import dev.latchkey.guava.PublicSuffixList;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.origin.Origin;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The doctor keeps cookies as browsers do")
class CookieJarTest {
    private final CookieJar jar = new CookieJar(new PublicSuffixList());

    private static Origin origin(String text) {
        return Origin.parse(text).orElseThrow();
    }

    private Verdict offer(String line, String from, Relation relation) {
        return jar.offer(ReceivedCookie.parse(line), origin(from), "/api/getcsrf", relation);
    }

    @ParameterizedTest(name = "{1} at {0} for a {2} page")
    @CsvSource(delimiter = '|', textBlock = """
            https://a.example.com | __Host-x=1; Path=/; Secure; HttpOnly; SameSite=Lax    | SAME_ORIGIN
            https://a.example.com | __Host-x=1; Path=/; Secure; HttpOnly; SameSite=Lax    | SAME_SITE
            https://a.example.com | x=1; Path=/; Secure; SameSite=None; Partitioned       | CROSS_SITE
            https://a.example.com | x=1; Domain=example.com                               | SAME_SITE
            https://a.example.com | x=1; domain=.EXAMPLE.com                              | SAME_SITE
            http://localhost:5000 | x=1; Path=/; Secure                                   | SAME_SITE
            http://localhost:5000 | __Host-x=1; Path=/; Secure                            | SAME_ORIGIN
            http://a.example.com  | x=1; Path=/; SameSite=Strict                          | SAME_SITE
            """)
    void keeps(String from, String line, Relation relation) {
        assertThat(offer(line, from, relation)).isEqualTo(new Verdict.Stored());
        assertThat(jar.header(origin(from), "/api/getcsrf")).endsWith("x=1");
    }

    @ParameterizedTest(name = "{1} at {0} for a {2} page: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            http://a.example.com  | x=1; Path=/; Secure                           | SAME_ORIGIN | SECURE_COOKIE_DROPPED
            http://a.example.com  | __Host-x=1; Path=/; Secure                    | SAME_ORIGIN | SECURE_COOKIE_DROPPED
            https://a.example.com | __Host-x=1; Path=/                            | SAME_ORIGIN | COOKIE_REWRITTEN
            https://a.example.com | __host-x=1; Path=/api; Secure                 | SAME_ORIGIN | COOKIE_REWRITTEN
            https://a.example.com | __Host-x=1; Secure                            | SAME_ORIGIN | COOKIE_REWRITTEN
            https://a.example.com | __Host-x=1; Path=/; Secure; Domain=example.com | SAME_ORIGIN | COOKIE_REWRITTEN
            https://a.example.com | __Http-x=1; Secure                            | SAME_ORIGIN | COOKIE_REWRITTEN
            https://a.example.com | x=1; Domain=other.com                         | SAME_ORIGIN | COOKIE_REWRITTEN
            https://shop.co.uk    | x=1; Domain=co.uk                             | SAME_ORIGIN | COOKIE_REWRITTEN
            https://a.example.com | x=1; SameSite=None                            | SAME_ORIGIN | COOKIE_REWRITTEN
            https://a.example.com | x=1; Partitioned                              | SAME_ORIGIN | COOKIE_REWRITTEN
            https://a.example.com | x=1; Secure; SameSite=Lax                     | CROSS_SITE  | COOKIE_STAYS_ON_SITE
            https://a.example.com | x=1; Secure; SameSite=Lax; Partitioned        | CROSS_SITE  | COOKIE_STAYS_ON_SITE
            https://a.example.com | x=1; Secure                                   | CROSS_SITE  | COOKIE_STAYS_ON_SITE
            https://a.example.com | x=1; Secure; SameSite=None                    | CROSS_SITE  | COOKIE_STAYS_ON_SITE
            """)
    void drops(String from, String line, Relation relation, Cause cause) {
        assertThat(offer(line, from, relation))
                .isInstanceOfSatisfying(
                        Verdict.Dropped.class,
                        dropped -> assertThat(dropped.cause()).isEqualTo(cause));
        assertThat(jar.header(origin(from), "/api/getcsrf")).isEmpty();
    }

    @Test
    void cookies_of_one_name_and_two_paths_are_both_sent_the_longer_path_first() {
        offer("x=1; Path=/", "http://localhost:5000", Relation.SAME_ORIGIN);
        offer("x=2; Path=/api", "http://localhost:5000", Relation.SAME_ORIGIN);
        assertThat(jar.header(origin("http://localhost:5000"), "/api/login")).isEqualTo("x=2; x=1");
        assertThat(jar.header(origin("http://localhost:5000"), "/apis")).isEqualTo("x=1");
    }

    @Test
    void a_cookie_without_a_path_belongs_to_the_folder_it_came_from() {
        offer("x=1", "http://localhost:5000", Relation.SAME_ORIGIN);
        assertThat(jar.header(origin("http://localhost:5000"), "/api/login")).isEqualTo("x=1");
        assertThat(jar.header(origin("http://localhost:5000"), "/")).isEmpty();
    }

    @Test
    void ports_share_cookies_and_hosts_do_not() {
        offer("x=1; Path=/", "http://localhost:5000", Relation.SAME_ORIGIN);
        assertThat(jar.header(origin("http://localhost:8080"), "/")).isEqualTo("x=1");
        assertThat(jar.header(origin("http://127.0.0.1:5000"), "/")).isEmpty();
    }

    @Test
    void a_later_cookie_replaces_the_one_of_its_name_and_path_and_an_expired_one_removes_it() {
        offer("x=1; Path=/", "http://localhost:5000", Relation.SAME_ORIGIN);
        offer("x=2; Path=/", "http://localhost:5000", Relation.SAME_ORIGIN);
        assertThat(jar.header(origin("http://localhost:5000"), "/")).isEqualTo("x=2");
        offer("x=; Path=/; Max-Age=0", "http://localhost:5000", Relation.SAME_ORIGIN);
        assertThat(jar.header(origin("http://localhost:5000"), "/")).isEmpty();
        offer("x=3; Path=/", "http://localhost:5000", Relation.SAME_ORIGIN);
        offer("x=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "http://localhost:5000", Relation.SAME_ORIGIN);
        assertThat(jar.header(origin("http://localhost:5000"), "/")).isEmpty();
    }

    @Test
    @DisplayName("RFC 6265bis §5.7: a cookie without a name is sent as its value, and ignored where it has none either")
    void a_cookie_without_a_name_is_sent_as_its_value() {
        offer("foo; Path=/", "http://localhost:5000", Relation.SAME_ORIGIN);
        assertThat(jar.header(origin("http://localhost:5000"), "/")).isEqualTo("foo");
        offer("=bar; Path=/", "http://localhost:5000", Relation.SAME_ORIGIN);
        assertThat(jar.header(origin("http://localhost:5000"), "/")).isEqualTo("bar");
        for (String ignored : List.of("=", "; Path=/", "=__Host-x=1; Path=/; Secure")) {
            assertThat(offer(ignored, "http://localhost:5000", Relation.SAME_ORIGIN))
                    .isInstanceOf(Verdict.Dropped.class);
        }
    }

    @Test
    void two_underscores_are_no_prefix() {
        assertThat(offer("__utma=1; Path=/", "http://a.example.com", Relation.SAME_ORIGIN))
                .isEqualTo(new Verdict.Stored());
    }

    @Test
    void the_value_of_a_cookie_is_never_shown() {
        assertThat(ReceivedCookie.parse("x=secret; Path=/; Secure").shape()).isEqualTo("x=…; path=/; secure");
    }
}
