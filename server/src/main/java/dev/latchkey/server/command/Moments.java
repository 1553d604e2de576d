package dev.latchkey.server.command;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** How commands show instants and names: alike everywhere, so that one list is found in the other. */
final class Moments {
    /** All with the same digits, so that lines sort as text. */
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Moments() {}

    static String text(Instant at) {
        return MILLIS.format(at);
    }

    /** In quotes where it has blanks; what cannot be seen, in a name of before, does not turn the line around. */
    static String oneWord(String name) {
        String visible = visible(name);
        return visible.indexOf(' ') < 0 ? visible : "\"" + visible.replace("\"", "\\\"") + "\"";
    }

    static String visible(String name) {
        return name.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
