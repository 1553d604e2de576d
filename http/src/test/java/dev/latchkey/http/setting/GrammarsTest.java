package dev.latchkey.http.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.http.setting.SettingCatalogue.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarsTest {
    private enum Shade {
        VERY_DARK,
        LIGHT
    }

    @ParameterizedTest
    @CsvSource({"1ms, PT0.001S", "90s, PT1M30S", "60s, PT1M", "24h, PT24H", "400d, PT9600H"})
    void a_duration_is_a_number_and_a_unit(String text, Duration meant) {
        assertThat(Grammars.duration(Duration.ZERO, Duration.ofDays(400)).parse(text))
                .hasValue(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "s", "5 s", "5S", "-5s", "+5s", "1.5h", "PT5S", "1h30m", "5000000000s", "٥s", "5s\n5s"})
    void nothing_else_is_a_duration(String text) {
        assertThat(Grammars.duration(Duration.ZERO, Duration.ofDays(400)).parse(text))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0.001S, 1ms", "PT1M30S, 90s", "PT12H, 12h", "PT168H, 7d", "PT8760H, 365d", "PT1.5S, 1500ms"})
    void a_duration_is_written_in_its_longest_unit(Duration duration, String text) {
        assertThat(DurationText.write(duration)).isEqualTo(text);
        assertThat(DurationText.parse(text)).hasValue(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0.0000001S", "PT0.0015S", "PT1000000000000S"})
    void a_duration_that_nobody_can_write_is_refused_when_it_is_read(Duration duration) {
        Grammar<Duration> grammar = Grammars.duration(Duration.ZERO, Duration.ofDays(400));
        assertThat(grammar.parse(grammar.write(duration))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.0", "1e3", "0x1", "one", "11", "99999999999999999999", "１"})
    void a_number_has_digits_alone_and_lies_within_its_range(String text) {
        assertThat(Grammars.wholeNumber(0, 10).parse(text)).isEmpty();
    }

    @Test
    void both_ends_of_a_range_belong_to_it() {
        assertThat(Grammars.wholeNumber(2, 10).parse("2")).hasValue(2);
        assertThat(Grammars.wholeNumber(2, 10).parse(" 10 ")).hasValue(10);
        assertThat(Grammars.portOrOff().parse("65535")).hasValue(OptionalInt.of(65535));
        assertThat(Grammars.portOrOff().parse("65536")).isEmpty();
        assertThat(Grammars.portOrOff().parse("off")).hasValue(OptionalInt.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "010.0.0.1",
                "127.1",
                "1",
                "0x7f.0.0.1",
                "127.0.0.1:80",
                "[::1]",
                "fe80::1%eth0",
                "localhost",
                "",
                ",",
                "127.0.0.1,",
                "127.0.0.1 ::1"
            })
    void an_address_means_the_same_to_every_reader_or_is_refused(String text) {
        assertThat(Grammars.addresses().parse(text)).isEmpty();
    }

    @Test
    void addresses_are_written_as_they_are_read() {
        assertThat(Grammars.addresses().parse("127.0.0.1, ::1").map(Grammars.addresses()::write))
                .hasValue("127.0.0.1,::1");
    }

    @Test
    void a_constant_is_written_in_lower_case_with_hyphens() {
        Grammar<Shade> grammar = Grammars.constants(List.of(Shade.values()));
        assertThat(grammar.parse("very-dark")).hasValue(Shade.VERY_DARK);
        assertThat(grammar.write(Shade.LIGHT)).isEqualTo("light");
        assertThat(grammar.meant().apply("Very Dark")).hasValue("very-dark");
    }

    @ParameterizedTest
    @ValueSource(strings = {"very-dark", "VERY_DARK", "Very-Dark", " very_dark\r"})
    void capitals_and_underscores_mean_nothing_in_a_word(String text) {
        assertThat(Grammars.constants(List.of(Shade.values())).parse(text)).hasValue(Shade.VERY_DARK);
        assertThat(Grammars.oneOf("__Host-", "very-dark").parse(text)).hasValue("very-dark");
    }

    @ParameterizedTest
    @CsvSource({
        "on, true", "true, true", "yes, true", "1, true", "ON, true", "True, true", "' YES', true",
        "off, false", "false, false", "no, false", "0, false", "OFF, false", "False, false", "'No ', false"
    })
    void whatever_is_switched_is_switched_by_the_same_words(String text, boolean isOn) {
        assertThat(Grammars.onOff().parse(text)).hasValue(isOn);
        assertThat(Grammars.trueFalse().parse(text)).hasValue(isOn);
        assertThat(Grammars.autoOrTrueFalse().parse(text)).hasValue(Optional.of(isOn));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "y", "enabled", "ja", "on off", "auto"})
    void no_other_word_switches(String text) {
        assertThat(Grammars.onOff().parse(text)).isEmpty();
        assertThat(Grammars.trueFalse().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "1800, 30m",
                "1_800, 30m",
                "30M, 30m",
                "30 m, 30m",
                "30min, 30m",
                "PT30M, 30m",
                "\"30m\", 30m",
                "'30m', 30m",
                "1h30m, 90m",
                "P1DT2H, 26h",
                "2 days, 2d",
                "90 sec, 90s",
                "500millis, 500ms"
            })
    void a_duration_that_is_written_otherwise_is_told_how_it_is_written_here(String text, String cure) {
        Grammar<Duration> grammar = Grammars.duration(Duration.ofMillis(1), Duration.ofDays(400));
        assertThat(grammar.parse(text)).isEmpty();
        assertThat(grammar.meant().apply(text)).hasValue(cure);
        assertThat(grammar.parse(cure)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1.5h", "-5s", "30q", "5000d", "m", "1h1", "999999999d999999999d"})
    void nothing_is_made_up_of_what_is_no_duration_or_out_of_range(String text) {
        assertThat(Grammars.duration(Duration.ofMillis(1), Duration.ofDays(400))
                        .meant()
                        .apply(text))
                .isEmpty();
    }

    @Test
    void white_space_is_part_of_a_files_name_alone() {
        assertThat(Grammars.path().parse("/a b ")).hasValue(Path.of("/a b "));
        assertThat(Grammars.onOff().parse(" on ")).hasValue(true);
        assertThat(Grammars.pathOrNone().parse("")).hasValue(Optional.empty());
    }

    @Nested
    class A_reader {
        private final SettingCatalogue.Builder catalogue = SettingCatalogue.builder();
        private final Section section = catalogue.group("Sizes", "sizes.md");
        private final Setting<Integer> size = section.add("size", Grammars.wholeNumber(1, 9), 5, "how large");

        @Test
        void says_of_a_wrong_value_once_what_it_is_why_it_is_wrong_and_what_to_write() {
            SettingReader reader = new SettingReader(SettingTexts.of(Map.of(size, "10")));

            assertThat(reader.read(size)).isEqualTo(5);
            assertThat(reader.read(size)).isEqualTo(5);

            assertThat(reader.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.message())
                        .isEqualTo("size = 10: it must be a whole number from 1 to 9" + System.lineSeparator()
                                + "  write size = 5");
                assertThat(finding.cure().changes()).isEqualTo(Map.of(size, "5"));
            });
        }

        @Test
        void takes_the_default_where_nothing_was_written() {
            SettingReader reader = new SettingReader(SettingTexts.of(Map.of()));

            assertThat(reader.read(size)).isEqualTo(5);
            assertThat(reader.hasRefusals()).isFalse();
        }
    }

    @Test
    void no_setting_can_be_declared_and_left_out_of_its_catalogue() {
        SettingCatalogue.Builder builder = SettingCatalogue.builder();
        Section section = builder.group("Sizes", "sizes.md");
        Setting<Integer> first = section.add("first", Grammars.port(), 1, "one");

        assertThat(builder.build().settings()).containsExactly(first);
        assertThatThrownBy(() -> section.add("second", Grammars.port(), 1, "another"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("second");
    }
}
