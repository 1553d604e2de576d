package dev.latchkey.http.forwarding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Forwarded} header (RFC 7239 §4). One mistake and none of it is believed. */
final class ForwardedHeader {
    private static final Pattern PAIR = Pattern.compile("[ \\t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)="
            + "(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)|\"((?:[^\"\\\\]|\\\\[\\x20-\\x7e])*+)\")[ \\t]*");

    private ForwardedHeader() {}

    static ForwardedChain read(List<String> lines) {
        String text = String.join(",", lines);
        if (text.length() > ForwardedChain.MAX_LENGTH) {
            return ForwardedChain.EMPTY;
        }
        List<Map<String, String>> elements = new ArrayList<>();
        Map<String, String> element = new HashMap<>();
        Matcher pair = PAIR.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!pair.region(at, text.length()).lookingAt() || !add(element, pair)) {
                return ForwardedChain.EMPTY;
            }
            at = pair.end();
            if (at == text.length() || text.charAt(at) == ',') {
                elements.add(element);
                element = new HashMap<>();
            } else if (text.charAt(at) != ';') {
                return ForwardedChain.EMPTY;
            }
            at++;
        }
        boolean endsMidway = text.endsWith(",") || text.endsWith(";");
        return endsMidway || elements.size() > ForwardedChain.MAX_HOPS ? ForwardedChain.EMPTY : chain(elements);
    }

    /** False when the element has that parameter already (RFC 7239 §4: once per element). */
    private static boolean add(Map<String, String> element, Matcher pair) {
        String token = pair.group(2);
        String value = token == null ? pair.group(3).replaceAll("\\\\(.)", "$1") : token;
        return element.putIfAbsent(pair.group(1).toLowerCase(Locale.ROOT), value) == null;
    }

    private static ForwardedChain chain(List<Map<String, String>> elements) {
        Collections.reverse(elements);
        return new ForwardedChain(values(elements, "for"), values(elements, "proto"), values(elements, "host"));
    }

    private static List<String> values(List<Map<String, String>> elements, String name) {
        return elements.stream().map(element -> element.getOrDefault(name, "")).toList();
    }
}
