package dev.latchkey.http.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.chance.Tries;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainPathTest {
    /** The rule as one reads it. No outside text ever meets it: it calls itself for each character. */
    private static final Pattern RULE = Pattern.compile(
            "/|(?:/(?!\\.{1,2}(?:/|$))(?:[A-Za-z0-9._~!$&'()*+,=:@-]|%(?!2[Ff]|5[Cc]|00)[0-9A-Fa-f]{2})+)+/?");

    private static final int LONGEST = 2048;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(quoteCharacter = '"', textBlock = """
        /,              true
        /user/jane,     true
        /user/jane/,    true
        /user/.jane,    true
        /a...,          true
        /...,           true
        /%41,           true
        /caf%C3%A9,     true
        /a(b)!c,        true
        "",             false
        a,              false
        //,             false
        /a//b,          false
        /a//,           false
        /.,             false
        /..,            false
        /a/../b,        false
        /a/./b,         false
        /a/..,          false
        /a%2Fb,         false
        /a%2fb,         false
        /a%5cb,         false
        /a%00,          false
        /a%,            false
        /a%4,           false
        /a%4/b,         false
        /a%zz,          false
        /a%٤١,          false
        /a;b,           false
        "/a b",         false
        /a\\b,          false
        /café,         false
        """)
    void a_path_is_plain_or_it_is_not(String path, boolean isPlain) {
        assertThat(PlainPath.matches(path)).isEqualTo(isPlain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a", "%41", "/%41", ".a", "/..a", "a/"})
    void a_path_of_any_length_is_judged_on_a_thread_with_next_to_no_stack(String piece) {
        AtomicReference<List<Integer>> wrong = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        onSmallStack(
                () -> {
                    List<Integer> lengths = new ArrayList<>();
                    String all = "/b" + piece.repeat(LONGEST * 2);
                    for (int length = 1; length <= LONGEST * 2; length++) {
                        String path = all.substring(0, length);
                        boolean isWhole = !path.matches("(?s).*%.?") && !path.endsWith("/.") && !path.endsWith("/..");
                        boolean isExpected = length <= LONGEST && isWhole;
                        if (PlainPath.matches(path) != isExpected || PlainPath.matches(path + "\\")) {
                            lengths.add(length);
                        }
                    }
                    wrong.set(lengths);
                },
                failure);
        assertThat(failure.get()).isNull();
        assertThat(wrong.get()).isEmpty();
    }

    private static void onSmallStack(Runnable work, AtomicReference<Throwable> failure) {
        Thread thread = new Thread(null, work, "small-stack", 160 * 1024);
        thread.setUncaughtExceptionHandler((dead, cause) -> failure.set(cause));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_longest_path_is_taken_and_one_more_is_not() {
        assertThat(PlainPath.matches("/" + "a".repeat(LONGEST - 1))).isTrue();
        assertThat(PlainPath.matches("/" + "a".repeat(LONGEST))).isFalse();
    }

    @Test
    void it_decides_as_the_rule_says() {
        String[] pieces = {"/", "a", ".", "..", "%41", "%2F", "%2e", "%", "%5", "%00", "-", ";", "\\", " ", "é"};
        Tries.run(chance -> {
            String path = "/" + String.join("", chance.listOf(12, () -> chance.oneOf(pieces)));

            assertThat(PlainPath.matches(path)).isEqualTo(RULE.matcher(path).matches());
        });
    }
}
