package dev.latchkey.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TriesTest {
    @Test
    void a_claim_is_tried_500_times_or_as_often_as_it_says() {
        List<Integer> usual = new ArrayList<>();
        List<Integer> fewer = new ArrayList<>();

        Tries.run(chance -> usual.add(chance.between(0, 9)));
        Tries.run(50, chance -> fewer.add(chance.between(0, 9)));

        assertThat(usual).hasSize(500);
        assertThat(fewer).hasSize(50);
    }

    @Test
    void one_that_is_never_tried_would_always_hold_and_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tries.run(0, chance -> {}));
    }

    @Test
    void every_run_draws_other_values() {
        Set<Integer> first = new HashSet<>();
        Set<Integer> second = new HashSet<>();

        Tries.run(20, chance -> first.add(chance.between(1, Integer.MAX_VALUE - 1)));
        Tries.run(20, chance -> second.add(chance.between(1, Integer.MAX_VALUE - 1)));

        assertThat(second).isNotEqualTo(first);
    }

    @Nested
    class A_claim_that_does_not_hold {
        @Test
        void says_which_try_what_was_drawn_and_why() {
            assertThatThrownBy(() -> Tries.run(30, 7, chance -> {
                        chance.oneOf("\u00e9\n");
                        assertThat(chance.coin()).isNull();
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageMatching("(?s)try 1 of 30 did not hold, with \\[\"\\\\u00e9\\\\u000a\", (true|false)\\];"
                            + " to repeat it: -Dlatchkey\\.seed=7.*but was: (true|false).*")
                    .hasCauseInstanceOf(AssertionError.class);
        }

        @Test
        void fails_again_at_the_first_try_of_the_seed_it_names() {
            Tries.Claim claim = chance -> assertThat(chance.between(0, 1000)).matches(n -> n < 500 || 520 < n);
            Throwable failure = catchThrowable(() -> Tries.run(5000, 1, claim));

            assertThatThrownBy(() -> Tries.run(1, seedIn(failure), claim)).hasCause(failure.getCause());
        }

        @Test
        void fails_the_test_whatever_it_throws() {
            assertThatThrownBy(() -> Tries.run(chance -> {
                        throw new StackOverflowError();
                    }))
                    .isInstanceOf(AssertionError.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
        }

        private static long seedIn(Throwable failure) {
            Matcher seed = Pattern.compile("latchkey\\.seed=(-?\\d+)").matcher(failure.getMessage());
            assertThat(seed.find()).isTrue();
            return Long.parseLong(seed.group(1));
        }
    }

    @Nested
    class What_is_drawn {
        @Test
        void is_of_the_range_with_both_its_ends() {
            Set<Integer> numbers = new HashSet<>();
            Tries.run(chance -> numbers.add(chance.between(-2, 100_000)));

            assertThat(numbers).contains(-2, 100_000).hasSizeGreaterThan(300).allMatch(n -> -2 <= n && n <= 100_000);
        }

        @Test
        void may_be_any_number_there_is() {
            assertThatCode(() -> Tries.run(chance -> chance.between(Integer.MIN_VALUE, Integer.MAX_VALUE)))
                    .doesNotThrowAnyException();
        }

        @Test
        void is_text_of_every_length_and_kind() {
            Set<Integer> lengths = new HashSet<>();
            Set<Integer> characters = new HashSet<>();
            Tries.run(chance -> {
                String text = chance.text(40);
                lengths.add(text.length());
                text.codePoints().forEach(characters::add);
            });

            assertThat(lengths).contains(0, 1, 40).allMatch(length -> length <= 40);
            assertThat(characters)
                    .anyMatch(c -> c < ' ')
                    .contains((int) 'a', (int) '"', (int) '%')
                    .anyMatch(Character::isSupplementaryCodePoint)
                    .anyMatch(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE);
        }

        @Test
        void is_text_of_the_characters_named_and_of_ASCII_where_it_says_so() {
            Tries.run(chance -> {
                assertThat(chance.textOf("ab", 2, 5)).matches("[ab]{2,5}");
                assertThat(chance.ascii(9).chars()).hasSizeLessThan(10).allMatch(c -> c < 128);
            });
        }

        @Test
        void is_bytes_of_the_sizes_asked_for() {
            Set<Integer> sizes = new HashSet<>();
            Tries.run(chance -> {
                sizes.add(chance.bytes(8, 64).length);
                assertThat(chance.bytes(4)).hasSize(4);
            });

            assertThat(sizes).contains(8, 64).allMatch(size -> 8 <= size && size <= 64);
        }

        @Test
        void is_lists_with_nothing_in_them_and_full_ones() {
            Set<Integer> sizes = new HashSet<>();
            Tries.run(chance -> sizes.add(chance.listOf(5, chance::coin).size()));

            assertThat(sizes).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        }

        @Test
        void is_what_one_of_several_draws() {
            Set<String> values = new HashSet<>();
            Tries.run(chance -> values.add(chance.from(() -> "a", () -> chance.textOf("b", 1, 1))));

            assertThat(values).containsExactlyInAnyOrder("a", "b");
        }
    }
}
