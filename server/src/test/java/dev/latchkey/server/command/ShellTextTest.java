package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/var/lib/latchkey | /var/lib/latchkey",
                "/home/jane doe/data | '/home/jane doe/data'",
                "a'b | 'a'\\''b'",
                "$HOME | '$HOME'"
            })
    void what_a_shell_would_read_otherwise_is_quoted(String word, String quoted) {
        assertThat(ShellText.quoted(word)).isEqualTo(quoted);
    }
}
