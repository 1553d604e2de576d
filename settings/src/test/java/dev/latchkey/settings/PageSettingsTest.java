package dev.latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.ContentSecurityPolicy.Directive;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageSettingsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "CONNECT | https://errors.example.com, wss://live.example.com:8443/x",
                "CONNECT | https: wss:",
                "IMG | https://*.example.com blob:",
                "FONT | fonts.gstatic.com",
                "FRAME | https://pay.example.com/embed",
                "STYLE | 'unsafe-inline'",
                "SCRIPT | https://cdn.example.com 'wasm-unsafe-eval'",
                "SCRIPT | 'sha256-B2yPHKaXnvFWtRChIbabYmUBFZdVfKKXHbWtWidDVF8='"
            })
    void what_a_page_may_load_is_told_by_place(Directive directive, String text) {
        assertThat(PageGrammars.sources(directive).parse(text))
                .contains(List.of(text.strip().split("[ ,]+")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SCRIPT | 'unsafe-inline'",
                "SCRIPT | 'unsafe-eval'",
                "SCRIPT | https:",
                "SCRIPT | data:",
                "SCRIPT | *",
                "SCRIPT | 'none'",
                "STYLE | data:",
                "IMG | https://x.example; script-src *",
                "IMG | *",
                "IMG | 'self'; x",
                "CONNECT | javascript:",
                "FRAME | http://a b\"c"
            })
    void what_would_undo_the_protection_or_is_no_place_is_refused(Directive directive, String text) {
        assertThat(PageGrammars.sources(directive).parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "//evil.example", "https://evil.example", "/a/../b", "/a?b", ""})
    void where_a_password_is_changed_is_a_page_of_ones_own(String text) {
        assertThat(PageGrammars.pathOrNone().parse(text)).isEmpty();
    }
}
