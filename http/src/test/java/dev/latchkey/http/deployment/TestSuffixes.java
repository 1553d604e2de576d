package dev.latchkey.http.deployment;

import java.util.Comparator;
import java.util.List;

/** A public suffix list of three lines. */
final class TestSuffixes implements PublicSuffixes {
    private static final List<String> LISTED = List.of("com", "co.uk", "github.io");

    @Override
    public String publicSuffix(String host) {
        return LISTED.stream()
                .filter(suffix -> host.equals(suffix) || host.endsWith("." + suffix))
                .max(Comparator.comparingInt(String::length))
                .orElse(host.substring(host.lastIndexOf('.') + 1));
    }
}
