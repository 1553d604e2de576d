package dev.latchkey.http.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.origin.Origin;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CookiesTest {
    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of("nothing", List.of(), false),
                Arguments.of("8192 characters", List.of("x".repeat(8192)), false),
                Arguments.of("8193 characters", List.of("x".repeat(8193)), true),
                Arguments.of("8192 characters on two lines", List.of("x".repeat(8000), "x".repeat(192)), false),
                Arguments.of("8193 characters on two lines", List.of("x".repeat(8000), "x".repeat(193)), true),
                Arguments.of("64 KiB", List.of("x".repeat(65_536)), true),
                Arguments.of("180 pairs, as many as Chromium keeps", List.of("a=b; ".repeat(180)), false),
                Arguments.of("1000 lines of a pair each", Collections.nCopies(1000, "a=b"), false));
    }

    @ParameterizedTest(name = "{0}: too much {2}")
    @MethodSource("sizes")
    void what_counts_is_the_room_that_cookies_take_up_and_not_their_number(
            String label, List<String> lines, boolean tooMuch) {
        Cookies cookies = Cookies.standard(Origin.parse("http://localhost:5000").orElseThrow());
        assertThat(cookies.excess(lines).isPresent()).as(label).isEqualTo(tooMuch);
    }
}
