package dev.latchkey.servlet;

import dev.latchkey.http.guard.Need;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the application's paths need of who comes. They are compared as the container reads them, decoded and without
 * parameters, because that is how it finds the servlet: {@code /%6fwn;x} is {@code /own} here too.
 *
 * <p>No pattern says {@code *.css}: {@code /own/any.css} reaches the servlet at {@code /own/*}, and would be let in.
 */
final class PathRules {
    private final Map<String, Rule> exact = new HashMap<>();
    private final Map<String, Rule> below = new HashMap<>();

    /** What becomes of a request for a path. */
    enum Rule {
        /** Nobody looks at it. */
        UNGUARDED(Need.ANYONE),
        ANYONE(Need.ANYONE),
        MEMBER(Need.MEMBER),
        FRESH(Need.FRESH);

        private final Need need;

        Rule(Need need) {
            this.need = need;
        }

        Need need() {
            return need;
        }
    }

    /**
     * Adds a rule.
     *
     * @throws IllegalArgumentException when the pattern is none of ours, or has a rule already
     */
    void add(String pattern, Rule rule) {
        if (pattern.endsWith("/*")) {
            put(below, plain(pattern, pattern.substring(0, pattern.length() - 2)), pattern, rule);
        } else {
            put(exact, plain(pattern, pattern), pattern, rule);
        }
    }

    private static void put(Map<String, Rule> rules, String path, String pattern, Rule rule) {
        Rule before = rules.putIfAbsent(path, rule);
        if (before != null && before != rule) {
            throw new IllegalArgumentException(pattern + " is both " + before + " and " + rule + ": say one of them");
        }
    }

    private static String plain(String pattern, String path) {
        if (path.contains("*")
                || path.contains("%")
                || path.contains(";")
                || !(path.isEmpty() || path.startsWith("/"))) {
            throw new IllegalArgumentException(pattern
                    + ": a path is like /notes, or /notes/* for it and all below; as the container decodes it, and"
                    + " without the path of the context");
        }
        return path;
    }

    /** The rule of the most exact pattern; {@link Rule#MEMBER} where there is none. */
    Rule of(HttpServletRequest request) {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        Rule rule = exact.get(path.isEmpty() ? "/" : path);
        String parent = path;
        while (rule == null) {
            rule = below.get(parent);
            if (rule == null && parent.isEmpty()) {
                return Rule.MEMBER;
            }
            parent = parent.substring(0, Math.max(0, parent.lastIndexOf('/')));
        }
        return rule;
    }
}
