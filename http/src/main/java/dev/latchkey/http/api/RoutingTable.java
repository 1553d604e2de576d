package dev.latchkey.http.api;

import dev.latchkey.http.route.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the routes of a path, compared as sent, so that no second spelling slips past a rule. */
final class RoutingTable {
    private static final Pattern VARIABLE = Pattern.compile("\\{[a-z]+}$");
    private static final Pattern ONE_SEGMENT = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final Map<String, Methods> byPath = new TreeMap<>();
    private final Map<String, Methods> fixed = new HashMap<>();
    private final List<Variable> variable = new ArrayList<>();

    RoutingTable(String basePath, List<Route> routes) {
        Map<String, Map<String, Route>> grouped = new TreeMap<>();
        for (Route route : routes) {
            Route before = grouped.computeIfAbsent(basePath + route.path(), path -> new TreeMap<>())
                    .put(route.method(), route);
            if (before != null) {
                throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
            }
        }
        grouped.forEach((path, methods) -> add(path, new Methods(methods)));
    }

    private void add(String path, Methods methods) {
        byPath.put(path, methods);
        String stem = VARIABLE.matcher(path).replaceFirst("");
        if (stem.equals(path)) {
            fixed.put(path, methods);
        } else {
            variable.add(new Variable(stem, methods));
        }
    }

    /** A path whose last segment is chosen by who asks. */
    private record Variable(String stem, Methods methods) {
        boolean matches(String rawPath) {
            return rawPath.startsWith(stem)
                    && ONE_SEGMENT.matcher(rawPath.substring(stem.length())).matches();
        }
    }

    /** Every path, a variable segment in braces. */
    Set<String> paths() {
        return Set.copyOf(byPath.keySet());
    }

    /** What is at a path; null when there is nothing. */
    @Nullable
    Methods find(String rawPath) {
        Methods methods = fixed.get(rawPath);
        if (methods != null) {
            return methods;
        }
        for (Variable each : variable) {
            if (each.matches(rawPath)) {
                return each.methods();
            }
        }
        return null;
    }

    /** The routes of one path. {@code HEAD} is {@code GET} without a body. */
    record Methods(Map<String, Route> routes) {
        /** What a method does there; null when nothing. */
        @Nullable
        Route route(String method) {
            return routes.get(method.equals("HEAD") ? "GET" : method);
        }

        /** Any of them, in whose words a request is refused until it is known which method is meant. */
        Route any() {
            return routes.values().iterator().next();
        }

        /** The value of {@code Allow}. */
        String allow() {
            Set<String> methods = new TreeSet<>(routes.keySet());
            if (methods.contains("GET")) {
                methods.add("HEAD");
            }
            return String.join(", ", methods);
        }
    }
}
