package dev.latchkey.doctor;

import dev.latchkey.http.exchange.Printable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One {@code Set-Cookie} line, read as browsers read it (RFC 6265bis §5.6).
 *
 * @param attributes by their names in lower case; the last of one name counts
 */
record ReceivedCookie(String name, String value, Map<String, String> attributes) {
    static ReceivedCookie parse(String line) {
        String[] parts = line.split(";", -1);
        int equals = parts[0].indexOf('=');
        Map<String, String> attributes = new LinkedHashMap<>();
        Arrays.stream(parts).skip(1).map(String::strip).forEach(part -> {
            int split = part.indexOf('=');
            attributes.put(
                    (split < 0 ? part : part.substring(0, split)).strip().toLowerCase(Locale.ROOT),
                    split < 0 ? "" : part.substring(split + 1).strip());
        });
        return new ReceivedCookie(
                equals < 0 ? "" : parts[0].substring(0, equals).strip(),
                parts[0].substring(equals + 1).strip(),
                attributes);
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    boolean isSameSiteNone() {
        return attribute("samesite").equalsIgnoreCase("none");
    }

    /** Max-Age goes before Expires, and who deletes by that names the beginning of time. */
    boolean isDeletion() {
        return has("max-age")
                ? attribute("max-age").startsWith("-") || attribute("max-age").equals("0")
                : attribute("expires").contains("1970");
    }

    /** The line without its value, which is nobody's business. */
    String shape() {
        return Printable.sentence(
                name + "=…"
                        + attributes.entrySet().stream()
                                .map(entry -> "; " + entry.getKey()
                                        + (entry.getValue().isEmpty() ? "" : "=" + entry.getValue()))
                                .collect(Collectors.joining()),
                300);
    }
}
