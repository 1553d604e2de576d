package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.settings.ServerSetting;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A page below a path of its origin")
class BasePathTest {
    private static RunningServerFixture server;

    @BeforeAll
    static void start() {
        server = new RunningServerFixture(Map.of(ServerSetting.PAGE_BASE, "/login-app/"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login-app", "/login-app/", "/login-app/login?next=/reports/1", "/login-app/user/jane"})
    void is_there_for_its_own_paths_and_names_its_files_below_it(String path) {
        assertThat(server.wire.get(path, "Accept: text/html").status()).isEqualTo(200);
        assertThat(server.wire.get(path, "Accept: text/html").body()).contains("href=\"/login-app/static/a.css\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/login-app/assets/main-abc.js, 200",
        "/login-app/static/a.css, 200",
        "/login-app/favicon.svg, 200",
        "/login-app/missing.png, 404",
        "/assets/main-abc.js, 404",
        "/static/a.css, 404",
        "/, 404",
        "/user, 404",
        "/login-apps/, 404",
        "/login-app/../user, 404",
        "/api/getsession, 200",
        "/login-app/api/getsession, 200"
    })
    void has_its_files_there_and_leaves_the_rest_to_others(String path, int status) {
        assertThat(server.wire.get(path, "Accept: text/html").status()).isEqualTo(status);
    }

    @Test
    void is_where_a_password_manager_is_led() {
        assertThat(server.wire.get("/.well-known/change-password").header("Location"))
                .contains("/login-app/password");
    }
}
