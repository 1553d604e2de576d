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

    /** Longest header that is looked at, in characters over all its lines. */
    static final int MAX_LENGTH = 8192;

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

    /** Splits the lines of a list header at its commas, nearest first, as far as it is looked at. */
    static List<String> split(List<String> lines) {
        if (lines.stream().mapToInt(String::length).sum() > MAX_LENGTH) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (String line : lines.reversed()) {
            int end = line.length();
            while (end >= 0 && words.size() < MAX_HOPS) {
                int comma = line.lastIndexOf(',', end - 1);
                words.add(line.substring(comma + 1, end).strip());
                end = comma;
            }
        }
        return words;
    }
}
