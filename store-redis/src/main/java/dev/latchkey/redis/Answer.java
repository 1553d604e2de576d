package dev.latchkey.redis;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a script that writes answers.
 *
 * @param result what came of it; null for nothing
 * @param told where in the feed the last change stands that it told others of; an empty string when it told none
 * @param micros for how long at most somebody may answer from what was known before
 */
record Answer(@Nullable Object result, String told, long micros) {
    static Answer of(List<?> output) {
        return new Answer(output.get(0), String.valueOf(output.get(1)), number(output.get(2)));
    }

    /** Whether it told others of something. */
    boolean hasTold() {
        return !told.isEmpty();
    }

    /** The result where it is 1 or 0. */
    boolean isDone() {
        return result instanceof Long number && number == 1;
    }

    /** The result where it is texts. */
    List<String> texts() {
        return result instanceof List<?> all ? texts(all) : List.of();
    }

    /** Texts as a script answers them. */
    static List<String> texts(List<?> all) {
        return all.stream().map(Objects::toString).toList();
    }

    /** A number as a script answers it. */
    static long number(@Nullable Object value) {
        return value instanceof Long number ? number : Long.parseLong(String.valueOf(value));
    }
}
