package dev.latchkey.site.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageRoutesTest {
    private final PageRoutes routes = new PageRoutes(List.of("/", "/login", "/user/*"));

    @ParameterizedTest
    @CsvSource({
        "/, true",
        "/login, true",
        "/login/, true",
        "/user/jane.doe, true",
        "/user/jane.doe/, true",
        "/user, false",
        "/user/jane/doe, false",
        "/nonsense, false",
        "/Login, false"
    })
    void a_path_is_a_page_where_the_app_has_one(String path, boolean isPage) {
        assertThat(routes.has(path)).isEqualTo(isPage);
    }

    @Test
    void every_path_may_be_one_where_nothing_is_said() {
        assertThat(new PageRoutes(List.of()).has("/any/where")).isTrue();
    }
}
