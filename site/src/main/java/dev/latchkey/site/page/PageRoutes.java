package dev.latchkey.site.page;

import java.util.Arrays;
import java.util.List;

/**
 * Which paths the app has a page for. Immutable.
 *
 * @param patterns paths, in which {@code *} stands for one part of any name; none where every path may be one
 */
public record PageRoutes(List<String> patterns) {
    /** Copies the list. */
    public PageRoutes {
        patterns = List.copyOf(patterns);
    }

    /** Whether a path is one of them, with or without a slash at its end. */
    public boolean has(String rawPath) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(parts(pattern), parts(rawPath)));
    }

    private static List<String> parts(String path) {
        return Arrays.asList(path.split("/"));
    }

    private static boolean matches(List<String> pattern, List<String> path) {
        if (pattern.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.get(i).equals("*") && !pattern.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
