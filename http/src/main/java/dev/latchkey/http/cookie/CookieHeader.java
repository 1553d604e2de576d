package dev.latchkey.http.cookie;

import dev.latchkey.http.exchange.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code Cookie} header, read by the strict grammar of RFC 6265 §4.2.1: pairs between semicolons, a name up to the
 * first {@code =}, case-sensitive; no {@code $Version}, no quoting, no percent-decoding, no trimming beyond the one
 * space. What looser parsers accept is how one site plants a cookie that another takes for its own.
 */
public final class CookieHeader {
    /** Most names that are told to a person. */
    private static final int MAX_NAMES = 100;

    private CookieHeader() {}

    /** What the header says of one name. */
    public sealed interface Value {
        /** Not sent. */
        record Absent() implements Value {}

        /** Sent once. */
        record Single(String text) implements Value {}

        /** Sent more than once: someone planted a twin, and which one is ours cannot be told. */
        record Conflict(List<String> texts) implements Value {}
    }

    private static final Value ABSENT = new Value.Absent();

    /** How long the header is, in characters over all its lines. */
    public static int length(List<String> fields) {
        int length = 0;
        for (String field : fields) {
            length += field.length();
        }
        return length;
    }

    /**
     * Finds a cookie by its exact name.
     *
     * @param fields every {@code Cookie} line; HTTP/2 may split the header (RFC 9113 §8.2.3)
     */
    public static Value find(List<String> fields, String name) {
        Value found = ABSENT;
        for (String field : fields) {
            int start = 0;
            while (start <= field.length()) {
                int semicolon = field.indexOf(';', start);
                int end = semicolon < 0 ? field.length() : semicolon;
                if (isNamed(field, start, end, name)) {
                    found = and(found, field.substring(start + name.length() + 1, end));
                }
                start = end + 1;
                if (start < field.length() && field.charAt(start) == ' ') {
                    start++;
                }
            }
        }
        return found;
    }

    /** The names alone, in order, as far as they are read: for a person who looks for a missing or doubled cookie. */
    public static List<String> names(List<String> fields) {
        return fields.stream()
                .limit(MAX_NAMES)
                .flatMap(field -> Arrays.stream(field.split(";", MAX_NAMES)))
                .limit(MAX_NAMES)
                .map(String::strip)
                .filter(pair -> pair.indexOf('=') > 0)
                .map(pair -> pair.substring(0, pair.indexOf('=')))
                .map(Printable::of)
                .toList();
    }

    private static Value and(Value found, String text) {
        return switch (found) {
            case Value.Absent() -> new Value.Single(text);
            case Value.Single(String first) -> new Value.Conflict(List.of(first, text));
            case Value.Conflict(List<String> texts) -> {
                List<String> all = new ArrayList<>(texts);
                all.add(text);
                yield new Value.Conflict(List.copyOf(all));
            }
        };
    }

    private static boolean isNamed(String field, int start, int end, String name) {
        int equals = start + name.length();
        return equals < end && field.charAt(equals) == '=' && field.startsWith(name, start);
    }
}
