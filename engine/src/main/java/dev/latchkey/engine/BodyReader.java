package dev.latchkey.engine;

import static dev.latchkey.engine.HeadReader.demand;
import static dev.latchkey.engine.HeadReader.isBreak;

import dev.latchkey.http.exchange.Request.Body;
import dev.latchkey.http.problem.ErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of one request, whose bytes are charged to the {@link Budget} until {@link #release}. Chunks are read
 * as RFC 9112 §7.1 writes them; extensions and trailers are read over, as strictly as what means something.
 */
final class BodyReader {
    private static final int FIRST_SIZE = 512;

    /** A body in chunks of one byte each is six times as long on the wire as it is. */
    private static final int MOST_FRAMING = 16;

    private static final int MOST_DIGITS = 8;

    /** Nobody has a use for longer ones. */
    private static final int MAX_EXTENSION = 256;

    private static final byte[] NOTHING = {};

    private enum Step {
        SIZE,
        DATA,
        DATA_END,
        TRAILERS,
        DONE
    }

    private final Budget budget;
    private final int most;
    private final long startedAt;
    private final boolean isFramed;
    private Step step;
    private byte[] bytes = NOTHING;
    private int size;
    private int charged;
    private long expected;
    private long raw;
    private boolean isTooLarge;

    /**
     * Begins.
     *
     * @param length what the head said; {@link Head#NO_LENGTH} for chunks
     */
    BodyReader(Budget budget, int most, long length, long now) {
        this.budget = budget;
        this.most = most;
        this.startedAt = now;
        this.expected = Math.max(0, length);
        this.step = length == Head.NO_LENGTH ? Step.SIZE : Step.DATA;
        this.isTooLarge = length > most;
        this.isFramed = length == Head.NO_LENGTH;
    }

    /** What it came to; null while more must come. */
    @Nullable
    Body outcome() {
        return isTooLarge
                ? new Body.TooLarge()
                : step == Step.DONE
                        ? new Body.Complete(size == bytes.length ? bytes : Arrays.copyOf(bytes, size))
                        : null;
    }

    /** When it must be here, by what has come so far. */
    long deadline(EngineLimits limits) {
        long byRate = limits.bodyGrace().toNanos() + size * 1_000_000_000L / limits.bodyBytesPerSecond();
        return startedAt + Math.min(byRate, limits.bodyTotal().toNanos());
    }

    void release() {
        budget.give(charged);
        charged = 0;
    }

    /**
     * Takes what belongs to it, framing only as whole lines.
     *
     * @return the first byte that does not, or that means nothing yet
     * @throws RefusedException when chunks are malformed, or there is no room
     */
    int read(byte[] from, int at, int to) {
        int next = at;
        int before;
        do {
            before = next;
            next = switch (step) {
                case SIZE -> size(from, next, to);
                case DATA -> data(from, next, to);
                case DATA_END -> dataEnd(from, next, to);
                case TRAILERS -> trailers(from, next, to);
                case DONE -> next;
            };
        } while (next > before && !isTooLarge);
        raw += next - at;
        isTooLarge |= raw > (long) most * MOST_FRAMING;
        return next;
    }

    /** A part of it that came in a frame of its own. */
    void add(byte[] part) {
        expected = part.length;
        isTooLarge |= size + part.length > most;
        if (!isTooLarge && part.length > 0) {
            append(part, 0, part.length);
        }
    }

    /** No frame follows. */
    void end() {
        step = Step.DONE;
    }

    private int data(byte[] from, int at, int to) {
        int count = (int) Math.min(expected, to - at);
        append(from, at, count);
        if (expected == 0) {
            step = isFramed ? Step.DATA_END : Step.DONE;
        }
        return at + count;
    }

    private void append(byte[] from, int at, int count) {
        if (size + count > bytes.length) {
            int capacity = Math.min(most, Math.max(FIRST_SIZE, 2 * (size + count)));
            if (!isFramed) {
                capacity = (int) Math.min(capacity, size + expected);
            }
            if (!budget.take(capacity - charged, capacity <= Budget.SMALL)) {
                throw RefusedException.of(ErrorCode.BUSY);
            }
            charged = capacity;
            bytes = Arrays.copyOf(bytes, capacity);
        }
        System.arraycopy(from, at, bytes, size, count);
        size += count;
        expected -= count;
    }

    private int size(byte[] from, int at, int to) {
        int digits = at;
        long length = 0;
        while (digits < to && Syntax.hex(from[digits]) >= 0) {
            length = 16 * length + Syntax.hex(from[digits]);
            digits++;
            demand(digits - at <= MOST_DIGITS);
        }
        if (digits == to) {
            return at;
        }
        int end = from[digits] == ';' ? HeadReader.skip(Syntax.VALUE, from, digits, to) : digits;
        demand(digits > at && end - digits <= MAX_EXTENSION);
        if (!endsLine(from, end, to)) {
            return at;
        }
        expected = length;
        isTooLarge |= size + length > most;
        step = length == 0 ? Step.TRAILERS : Step.DATA;
        return end + 2;
    }

    private int dataEnd(byte[] from, int at, int to) {
        if (!endsLine(from, at, to)) {
            return at;
        }
        step = Step.SIZE;
        return at + 2;
    }

    /** Fields that came too late to mean anything. */
    private int trailers(byte[] from, int at, int to) {
        int end = HeadReader.fields(new Head(from), from, at, to);
        demand((end < 0 ? to : end) - at <= HeadReader.MAX_FIELDS);
        if (end < 0) {
            return at;
        }
        step = Step.DONE;
        return end;
    }

    /** Whether a line ends there; {@code false} while that cannot be told. */
    private static boolean endsLine(byte[] from, int at, int to) {
        if (at + 1 < to) {
            demand(isBreak(from, at));
            return true;
        }
        demand(at == to || from[at] == '\r');
        return false;
    }
}
