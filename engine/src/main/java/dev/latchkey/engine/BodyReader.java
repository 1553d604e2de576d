package dev.latchkey.engine;

import dev.latchkey.http.exchange.Request.Body;
import dev.latchkey.http.problem.ErrorCode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects the body of one request, whose bytes are charged to the {@link Budget} until {@link #release}. Chunks are read
 * as RFC 9112 §7.1 writes them; extensions and trailers are read over.
 */
final class BodyReader {
    private static final int FIRST_SIZE = 512;

    /** A body in chunks of one byte each is six times as long on the wire as it is. */
    private static final int MOST_FRAMING = 16;

    /** Nobody has a use for longer ones. */
    private static final int MAX_EXTENSION = 256;

    private static final byte[] NOTHING = {};

    private enum Step {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        LINE,
        TRAILER,
        TRAILER_LF,
        LAST_LF,
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
    private int digits;
    private int extension;
    private long raw;
    private boolean isNameSeen;
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

    /** Bytes a second so far; at least a second counts. */
    double pace(long now) {
        return size / Math.max(1, (now - startedAt) / 1e9);
    }

    void release() {
        budget.give(charged);
        charged = 0;
    }

    /**
     * Takes what belongs to it.
     *
     * @return the first byte that does not
     * @throws RefusedException when chunks are malformed, or there is no room
     */
    int read(byte[] from, int at, int to) {
        int next = at;
        while (next < to && step != Step.DONE && !isTooLarge) {
            next = step == Step.DATA ? data(from, next, to) : framing(from, next);
        }
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
            step = isFramed ? Step.DATA_CR : Step.DONE;
        }
        return at + count;
    }

    private void append(byte[] from, int at, int count) {
        if (size + count > bytes.length) {
            int capacity = (int) Math.min(most, Math.max(size + Math.min(expected, FIRST_SIZE), 2L * (size + count)));
            capacity = isFramed
                    ? Math.max(capacity, size + count)
                    : (int) Math.min(size + expected, Math.max(capacity, size + count));
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

    private int framing(byte[] from, int at) {
        byte b = from[at];
        switch (step) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_END -> {
                demand(b == '\n');
                step = expected == 0 ? Step.LINE : Step.DATA;
            }
            case DATA_CR -> step = demand(b == '\r', Step.DATA_LF);
            case DATA_LF -> {
                step = demand(b == '\n', Step.SIZE);
                digits = 0;
                expected = 0;
            }
            case LINE -> {
                isNameSeen = false;
                extension = 0;
                step = b == '\r' ? Step.LAST_LF : demand(Syntax.is(Syntax.TOKEN, b), Step.TRAILER);
            }
            case TRAILER -> trailer(b);
            case TRAILER_LF -> step = demand(b == '\n', Step.LINE);
            case LAST_LF -> step = demand(b == '\n', Step.DONE);
            case DATA, DONE -> throw new AssertionError("no framing there");
        }
        return at + 1;
    }

    private void size(byte b) {
        int digit = Syntax.hex(b);
        if (digit >= 0) {
            demand(++digits <= 8);
            expected = 16 * expected + digit;
            return;
        }
        demand(digits > 0);
        isTooLarge |= expected + size > most;
        extension = 0;
        step = b == ';' ? Step.EXTENSION : demand(b == '\r', Step.SIZE_END);
    }

    private void extension(byte b) {
        if (b == '\r') {
            step = Step.SIZE_END;
        } else {
            demand(Syntax.is(Syntax.VALUE, b) && ++extension <= MAX_EXTENSION);
        }
    }

    /** A field that came too late to mean anything: read over, as strictly as one in time. */
    private void trailer(byte b) {
        if (b == '\r') {
            step = demand(isNameSeen, Step.TRAILER_LF);
        } else if (!isNameSeen && b == ':') {
            isNameSeen = true;
        } else {
            demand(Syntax.is(isNameSeen ? Syntax.VALUE : Syntax.TOKEN, b));
        }
    }

    private static Step demand(boolean isRight, Step next) {
        demand(isRight);
        return next;
    }

    private static void demand(boolean isRight) {
        if (!isRight) {
            throw RefusedException.malformed();
        }
    }
}
