package dev.latchkey.http.route;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a body says it is, by the grammar of RFC 9110 §8.3.1: type, subtype and parameters, with blanks around the
 * semicolons and nothing between two of them allowed (§5.6.6).
 *
 * @param essence type and subtype, in lower case
 * @param parameters by their names in lower case; values as they are meant, without quotes
 */
record MediaType(String essence, Map<String, String> parameters) {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    /** Reads a {@code Content-Type}. Empty when it is none, a list, or names a parameter twice. */
    static Optional<MediaType> parse(String text) {
        Reader reader = new Reader(text.strip());
        String type = reader.token();
        if (type.isEmpty() || !reader.skip('/')) {
            return Optional.empty();
        }
        String subtype = reader.token();
        if (subtype.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        while (!reader.isAtEnd()) {
            reader.blanks();
            if (!reader.skip(';')) {
                return Optional.empty();
            }
            reader.blanks();
            String name = reader.token().toLowerCase(Locale.ROOT);
            if (!name.isEmpty()) {
                Optional<String> value = reader.skip('=') ? reader.value() : Optional.empty();
                if (value.isEmpty() || parameters.putIfAbsent(name, value.get()) != null) {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new MediaType((type + "/" + subtype).toLowerCase(Locale.ROOT), Map.copyOf(parameters)));
    }

    /** Whether it is JSON in the one encoding that JSON is exchanged in (RFC 8259 §8.1), which may be named. */
    boolean isJson() {
        String charset = parameters.getOrDefault("charset", "utf-8").toLowerCase(Locale.ROOT);
        return essence.equals("application/json") && (charset.equals("utf-8") || charset.equals("utf8"));
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        boolean skip(char expected) {
            boolean isThere = at < text.length() && text.charAt(at) == expected;
            at += isThere ? 1 : 0;
            return isThere;
        }

        void blanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        /** An empty string when there is none. */
        String token() {
            int start = at;
            while (at < text.length() && isTokenCharacter(text.charAt(at))) {
                at++;
            }
            return text.substring(start, at);
        }

        private static boolean isTokenCharacter(char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
        }

        /** A token or what is in quotes; empty when there is neither. */
        Optional<String> value() {
            if (!skip('"')) {
                return Optional.of(token()).filter(token -> !token.isEmpty());
            }
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == '"') {
                    return Optional.of(value.toString());
                }
                if (c == '\\' && at < text.length()) {
                    c = text.charAt(at++);
                }
                value.append(c);
            }
            return Optional.empty();
        }
    }
}
