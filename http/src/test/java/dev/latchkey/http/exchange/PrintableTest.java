package dev.latchkey.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "\r",
                "\t",
                "\u0000",
                "\u001b[2J",
                "\u0085",
                "\u2028",
                "\u2029",
                "\u202e",
                "\u2066",
                "\ufeff",
                "\ue000",
                "\ud800"
            })
    void nothing_that_breaks_a_line_or_moves_a_cursor_passes(String hostile) {
        String first = hostile.substring(0, 1);
        assertThat(Printable.of("a" + hostile + "b")).doesNotContain(first).startsWith("a?");
        assertThat(Printable.ascii("a" + hostile + "b", 200))
                .doesNotContain(first)
                .startsWith("a?");
        assertThat(Printable.sentence("a" + hostile + "b", 80))
                .doesNotContain(first)
                .startsWith("a?");
    }

    @Test
    void a_word_and_a_line_of_a_log_are_ascii_without_spaces() {
        assertThat(Printable.of("a b é")).isEqualTo("a?b??");
        assertThat(Printable.ascii("a b é", 200)).isEqualTo("a?b??");
        assertThat(Printable.ascii("x".repeat(201), 200)).isEqualTo("x".repeat(200) + "...");
        assertThat(Printable.ascii("x".repeat(200), 200)).isEqualTo("x".repeat(200));
    }

    @Test
    void a_sentence_keeps_its_language_its_spaces_and_whole_characters() {
        assertThat(Printable.sentence("Zoë 渡辺 🙂", 80)).isEqualTo("Zoë 渡辺 🙂");
        assertThat(Printable.sentence("🙂🙂🙂", 2)).isEqualTo("🙂🙂…");
        assertThat(Printable.sentence("🙂🙂", 2)).isEqualTo("🙂🙂");
    }
}
