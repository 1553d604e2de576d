package dev.latchkey.http.forwarding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code Forwarded} header (RFC 7239 §4), read from the right: what our own proxy appended comes first, and a mistake
 * that a client made further left takes nothing away from it. Reading ends at the first mistake.
 */
final class ForwardedHeader {
    private static final Pattern PAIR = Pattern.compile("[ \\t]*([!#$%&'*+.^_`|~0-9A-Za-z-]++)="
            + "(?:([!#$%&'*+.^_`|~0-9A-Za-z-]++)|\"((?:[^\"\\\\]|\\\\[\\x20-\\x7e])*+)\")[ \\t]*");

    private ForwardedHeader() {}

    static ForwardedChain read(List<String> lines) {
        String text = ForwardedChain.lastOf(String.join(",", lines));
        List<Map<String, String>> elements = new ArrayList<>();
        int end = text.length();
        while (end >= 0 && elements.size() < ForwardedChain.MAX_HOPS) {
            int start = elementStart(text, end);
            String element = text.substring(start, end);
            // Nothing between two commas is nobody's word (RFC 9110 §5.6.1.2).
            if (!element.isBlank()) {
                Optional<Map<String, String>> pairs = pairs(element);
                if (pairs.isEmpty()) {
                    break;
                }
                elements.add(pairs.get());
            }
            end = start - 1;
        }
        return new ForwardedChain(values(elements, "for"), values(elements, "proto"), values(elements, "host"));
    }

    /**
     * Where the element that ends there begins: after the nearest comma to the left that is in no quotes. A quote that is
     * never opened makes one element of all that is left, which then is a mistake.
     */
    private static int elementStart(String text, int end) {
        boolean isQuoted = false;
        for (int i = end - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '"' && (!isQuoted || !isEscaped(text, i))) {
                isQuoted = !isQuoted;
            } else if (c == ',' && !isQuoted) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean isEscaped(String text, int at) {
        int backslashes = 0;
        while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    /** What one proxy wrote; between its semicolons there may be nothing. Empty when anything is wrong with it. */
    private static Optional<Map<String, String>> pairs(String element) {
        Map<String, String> pairs = new HashMap<>();
        Matcher pair = PAIR.matcher(element);
        int at = 0;
        while (at < element.length()) {
            if (pair.region(at, element.length()).lookingAt()) {
                if (!add(pairs, pair)) {
                    return Optional.empty();
                }
                at = pair.end();
            } else {
                at = blanksEnd(element, at);
            }
            if (at < element.length() && element.charAt(at) != ';') {
                return Optional.empty();
            }
            at++;
        }
        return Optional.of(pairs);
    }

    private static int blanksEnd(String text, int start) {
        int at = start;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** False when the element has that parameter already (RFC 7239 §4: once per element). */
    private static boolean add(Map<String, String> element, Matcher pair) {
        String token = pair.group(2);
        String value = token == null ? pair.group(3).replaceAll("\\\\(.)", "$1") : token;
        return element.putIfAbsent(pair.group(1).toLowerCase(Locale.ROOT), value) == null;
    }

    private static List<String> values(List<Map<String, String>> elements, String name) {
        return elements.stream().map(element -> element.getOrDefault(name, "")).toList();
    }
}
