package dev.latchkey.http.wire;

import dev.latchkey.http.problem.Problem;
import java.util.function.Function;

/**
 * What reading a body came to.
 *
 * @param <T> what a body that fits says
 */
public sealed interface Reading<T> {
    /** It fits. */
    record Fits<T>(T value) implements Reading<T> {}

    /** It does not, and why; the same whoever exists. */
    record Refused<T>(Problem problem) implements Reading<T> {}

    /** What follows from one that fits; a refusal stays what it is. */
    default <R> Reading<R> then(Function<? super T, Reading<R>> next) {
        return switch (this) {
            case Fits<T>(T value) -> next.apply(value);
            case Refused<T>(Problem problem) -> new Refused<>(problem);
        };
    }
}
