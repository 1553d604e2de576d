package dev.latchkey.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.latchkey.core.account.Users;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session check may cost: counts of bytes and of looks into the database, never a time. */
class SessionCheckCostTest {
    /** Interpreted and compiled code allocate nearly the same; this leaves room for another compiler, not for a habit. */
    private static final long BYTES_PER_CHECK = 3_072;

    private static final int CHECKS = 2_000;

    @TempDir
    Path folder;

    private LatchkeyServer server;
    private String cookie;

    @BeforeEach
    void start() {
        SettingsLoader.Loading loading = SettingsLoader.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        ServerSetting.PORT, "0",
                        ServerSetting.MANAGEMENT_PORT, "0",
                        ServerSetting.LOG_ACCESS, "off",
                        ServerSetting.DATA, folder.toString()));
        server = LatchkeyServer.start(((SettingsLoader.Loading.Loaded) loading).settings());
        Users.Added jane = server.users().addWithGeneratedPassword("jane", "Jane Doe");
        String body = "{\"username\":\"jane\",\"password\":\"" + jane.password() + "\"}";
        Response login;
        do { // a busy machine may be late with hashing, which is no question here
            login = server.door().handle(request("POST", "/api/login", "", body));
        } while (login.status() == 503);
        cookie = login.headers().stream()
                .filter(field -> field.name().equals("Set-Cookie"))
                .map(HeaderField::value)
                .filter(value -> value.startsWith("latchkey="))
                .map(value -> value.substring(0, value.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_check_from_memory_allocates_little_with_everything_on() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Request check = request("GET", "/api/getsession", cookie, "");
        for (int i = 0; i < CHECKS; i++) {
            server.door().handle(check);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CHECKS; i++) {
            server.door().handle(check);
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / CHECKS).isLessThan(BYTES_PER_CHECK);
    }

    @Test
    void a_check_from_memory_needs_no_database() {
        server.data().database().close();
        assertThat(answer("/api/getsession", cookie)).startsWith("200 {\"login\":true");
        assertThat(answer("/api/data", cookie)).startsWith("200 {\"username\":\"jane\"");
    }

    @Test
    void a_forged_cookie_of_a_wrong_length_or_alphabet_needs_none_either() {
        server.data().database().close();
        for (String forged : List.of(
                "", "x", "A".repeat(43), "A".repeat(44), "A".repeat(46), "A".repeat(44) + "!", "A".repeat(44) + "B")) {
            assertThat(answer("/api/getsession", "latchkey=" + forged)).startsWith("200 {\"login\":false");
        }
    }

    @Test
    void a_forged_cookie_that_could_be_one_is_looked_up_once() {
        long before = server.store().misses();
        for (int i = 0; i < 100; i++) {
            assertThat(answer("/api/getsession", "latchkey=" + "A".repeat(45))).startsWith("200 {\"login\":false");
        }
        assertThat(server.store().misses()).isEqualTo(before + 1);
    }

    private String answer(String path, String cookies) {
        Response response = server.door().handle(request("GET", path, cookies, ""));
        return response.status() + " " + new String(response.body(), UTF_8);
    }

    private Request request(String method, String path, String cookies, String body) {
        Map<RequestHeader, List<String>> headers = Map.of(
                RequestHeader.HOST, List.of("localhost:" + server.port()),
                RequestHeader.CONTENT_TYPE, List.of("application/json"),
                RequestHeader.USER_AGENT,
                        List.of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
                RequestHeader.SEC_FETCH_SITE, List.of("same-origin"),
                RequestHeader.COOKIE, cookies.isEmpty() ? List.of() : List.of(cookies));
        InetAddress peer = InetAddress.getLoopbackAddress();
        return new Request() {
            @Override
            public String method() {
                return method;
            }

            @Override
            public String rawPath() {
                return path;
            }

            @Override
            public String rawQuery() {
                return "";
            }

            @Override
            public List<String> header(RequestHeader name) {
                return headers.getOrDefault(name, List.of());
            }

            @Override
            public InetAddress peerAddress() {
                return peer;
            }

            @Override
            public boolean isTls() {
                return false;
            }

            @Override
            public Body body(int maxBytes) {
                return new Body.Complete(body.getBytes(UTF_8));
            }
        };
    }
}
