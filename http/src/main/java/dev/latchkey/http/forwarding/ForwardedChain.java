package dev.latchkey.http.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What proxies wrote on the way, nearest first: the last proxy's word is at 0. A text may be empty where a proxy did
 * not say.
 *
 * @param addresses who each proxy had the request from
 * @param schemes by which scheme
 * @param hosts for which host
 */
record ForwardedChain(List<String> addresses, List<String> schemes, List<String> hosts) {
    /** Nobody wrote anything, or nothing that can be read. */
    static final ForwardedChain EMPTY = new ForwardedChain(List.of(), List.of(), List.of());

    /** How much of a header is looked at, from its end, in characters over all its lines: its beginning is anybody's. */
    private static final int MAX_LENGTH = 8192;

    /** Hops that are looked at; a longer way is somebody's joke. */
    static final int MAX_HOPS = 32;

    /** The scheme at a hop. A proxy that overwrites instead of appending leaves one word, which stands for all. */
    Optional<String> scheme(int hop) {
        return at(schemes, hop);
    }

    /** The host at a hop, in the same way. */
    Optional<String> host(int hop) {
        return at(hosts, hop);
    }

    private static Optional<String> at(List<String> words, int hop) {
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(words.get(Math.min(hop, words.size() - 1))).filter(word -> !word.isEmpty());
    }

    /** The end of a header, where our own proxies write. What is cut through is a mistake, and read as one. */
    static String lastOf(String text) {
        return text.length() <= MAX_LENGTH ? text : text.substring(text.length() - MAX_LENGTH);
    }

    /** Splits the lines of a list header at its commas, nearest first, as far as it is looked at. */
    static List<String> split(List<String> lines) {
        String text = lines.size() == 1 ? lines.getFirst() : String.join(",", lines);
        String looked = lastOf(text);
        List<String> words = new ArrayList<>();
        int end = lines.isEmpty() ? -1 : looked.length();
        while (end >= 0 && words.size() < MAX_HOPS) {
            int comma = looked.lastIndexOf(',', end - 1);
            boolean isCut = comma < 0 && looked.length() < text.length();
            if (!isCut) {
                words.add(looked.substring(comma + 1, end).strip());
            }
            end = comma;
        }
        return words;
    }

    /** The same for addresses, where nothing between two commas is nobody's word (RFC 9110 §5.6.1.2). */
    static List<String> splitAddresses(List<String> lines) {
        return split(lines).stream().filter(word -> !word.isEmpty()).toList();
    }
}
