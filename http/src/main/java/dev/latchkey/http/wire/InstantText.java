package dev.latchkey.http.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Writes instants as {@link Instant#toString()} does (RFC 3339 with {@code Z}), in a tenth of the time: the answer to
 * a session check holds four, and the formatter was a third of what the whole check costs.
 */
public final class InstantText {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final byte[] TEMPLATE = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.US_ASCII);
    private static final int END_OF_SECONDS = 19;

    private InstantText() {}

    /** RFC 3339 with {@code Z}. */
    public static String of(Instant instant) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(instant.getEpochSecond(), (long) SECONDS_PER_DAY));
        int nanos = instant.getNano();
        if (date.getYear() < 0 || date.getYear() > 9999 || nanos % NANOS_PER_MILLI != 0) {
            return instant.toString(); // no session has such a time
        }
        byte[] text = TEMPLATE.clone();
        put(text, 0, 4, date.getYear());
        put(text, 5, 2, date.getMonthValue());
        put(text, 8, 2, date.getDayOfMonth());
        int second = (int) Math.floorMod(instant.getEpochSecond(), (long) SECONDS_PER_DAY);
        put(text, 11, 2, second / 3600);
        put(text, 14, 2, second / 60 % 60);
        put(text, 17, 2, second % 60);
        if (nanos == 0) {
            text[END_OF_SECONDS] = 'Z';
            return new String(text, 0, END_OF_SECONDS + 1, StandardCharsets.ISO_8859_1);
        }
        put(text, END_OF_SECONDS + 1, 3, nanos / NANOS_PER_MILLI);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void put(byte[] text, int start, int digits, int value) {
        int left = value;
        for (int i = start + digits - 1; i >= start; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }
}
