package dev.latchkey.http.setting;

import java.util.Optional;
import java.util.function.Function;

/**
 * What may be written for a setting.
 *
 * @param <T> what it means
 * @param label what stands for a value on the command line
 * @param values which there are, for a person; an empty string where the help says it
 * @param rule a sentence about a value that is none of them
 * @param advice what else to know when writing one; an empty string for nothing
 * @param example one that may be written where the default is no help
 * @param parser empty for a text that may not be written
 * @param writer the text of a value; of one that may not be written, any text that the parser refuses
 * @param meant what a text that may not be written was probably meant to be
 */
public record Grammar<T>(
        String label,
        String values,
        String rule,
        String advice,
        String example,
        Function<String, Optional<T>> parser,
        Function<T, String> writer,
        Function<String, Optional<String>> meant) {
    /** One where nothing can be guessed. */
    Grammar(
            String label,
            String values,
            String rule,
            String advice,
            String example,
            Function<String, Optional<T>> parser,
            Function<T, String> writer) {
        this(label, values, rule, advice, example, parser, writer, text -> Optional.empty());
    }

    /** What a text means; empty when it may not be written. */
    public Optional<T> parse(String text) {
        return parser.apply(text);
    }

    /** How a value is written. */
    public String write(T value) {
        return writer.apply(value);
    }
}
