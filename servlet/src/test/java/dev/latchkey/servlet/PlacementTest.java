package dev.latchkey.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.Latchkey;
import dev.latchkey.testkit.Served;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
    private final Latchkey latchkey = Container.latchkey(new Served(), "/api");
    private final LatchkeyFilter filter = LatchkeyFilter.builder(latchkey).build();

    @AfterEach
    void close() {
        latchkey.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/*", "/notes/*", "*.html"})
    void a_filter_that_is_mapped_too_narrowly_starts_nothing_and_says_what_to_write(String pattern) {
        assertThatThrownBy(() -> Container.JETTY.serve(
                        "",
                        context -> context.addFilter("narrow", filter)
                                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, pattern),
                        "/api"))
                .hasStackTraceContaining("url-pattern = " + pattern)
                .hasStackTraceContaining("map the filter to /*");
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void an_api_outside_of_the_context_starts_nothing(Container container) {
        assertThatThrownBy(() -> container.serve("/ctx", filter::addTo, "/api")).isInstanceOf(Exception.class);
    }

    @Test
    void an_api_outside_of_the_context_is_told_with_its_cure() {
        assertThatThrownBy(() -> Container.JETTY.serve("/ctx", filter::addTo, "/api"))
                .hasStackTraceContaining("basePath = /api")
                .hasStackTraceContaining("write Latchkey.builder().basePath(\"/ctx/api\")");
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void two_filters_are_told_with_a_cure(Container container) throws Exception {
        container
                .serve(
                        "",
                        context -> {
                            filter.addTo(context);
                            assertThatThrownBy(() -> filter.addTo(context)).hasMessageContaining("add one alone");
                        },
                        "/api")
                .close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*.css", "/a*", "notes", "/%61", "/a;b", "/a/*/b"})
    void a_pattern_that_could_be_got_around_is_refused(String pattern) {
        assertThatThrownBy(() -> LatchkeyFilter.builder(latchkey).unguarded(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(pattern)
                .hasMessageContaining("/notes/*");
    }

    @Test
    void a_path_has_one_rule() {
        assertThatThrownBy(() -> LatchkeyFilter.builder(latchkey).anyone("/a").fresh("/a"))
                .hasMessageContaining("/a is both ANYONE and FRESH");
        assertThat(LatchkeyFilter.builder(latchkey).anyone("/a").anyone("/a").build())
                .isNotNull();
    }
}
