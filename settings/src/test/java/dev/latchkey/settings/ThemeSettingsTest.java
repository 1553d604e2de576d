package dev.latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThemeSettingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"#0f5f56", "#0B3D91", "#000000"})
    void a_colour_that_can_be_told_from_white_is_one_of_the_light_scheme(String text) {
        assertThat(ThemeGrammars.colourOrNone("#ffffff", "#0f5f56").parse(text)).contains(Optional.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#ffff00",
                "#888888",
                "red",
                "#0f5",
                "0f5f56",
                "#0f5f5g",
                "#0f5f56;}body{display:none",
                "url(https://evil.example)",
                "var(--x)",
                "#0f5f56/**/"
            })
    void one_that_nobody_could_read_or_that_is_more_than_a_colour_is_refused(String text) {
        assertThat(ThemeGrammars.colourOrNone("#ffffff", "#0f5f56").parse(text)).isEmpty();
    }

    @Test
    void the_dark_scheme_has_a_background_of_its_own() {
        assertThat(ThemeGrammars.colourOrNone("#182124", "#84d8c8").parse("#84d8c8"))
                .isPresent();
        assertThat(ThemeGrammars.colourOrNone("#182124", "#84d8c8").parse("#0f5f56"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'Example Shop', true", "'Große Bäckerei', true", "'', false", "'a\u202eb', false", "'a\nb', false"})
    void a_name_is_one_line_that_can_be_seen(String text, boolean isAllowed) {
        assertThat(ThemeGrammars.name().parse(text).isPresent()).isEqualTo(isAllowed);
        assertThat(ThemeGrammars.name().parse("x".repeat(40))).isPresent();
        assertThat(ThemeGrammars.name().parse("x".repeat(41))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/help", "https://example.com", "https://example.com/help/login", "mailto:help@example.com"})
    void help_is_a_page_another_site_or_a_mail(String text) {
        assertThat(ThemeGrammars.linkOrNone().parse(text)).contains(Optional.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "//evil.example",
                "http://example.com",
                "https://user@example.com",
                "data:text/html,x",
                "mailto:a@b.example?body=x",
                "https://"
            })
    void and_nothing_that_runs_or_goes_unencrypted(String text) {
        assertThat(ThemeGrammars.linkOrNone().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"logo.svg", "//evil.example/logo.svg", "https://evil.example/logo.svg", "/../x"})
    void logo_and_home_are_of_this_origin(String text) {
        assertThat(ThemeGrammars.pathOrNone("/logo.svg").parse(text)).isEmpty();
    }

    @Test
    void what_is_left_empty_is_left_to_the_app() {
        assertThat(ThemeGrammars.pathOrNone("/logo.svg").parse("")).contains(Optional.empty());
        assertThat(ThemeGrammars.colourOrNone("#ffffff", "#0f5f56").parse(" ")).contains(Optional.empty());
    }
}
