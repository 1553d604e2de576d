package dev.latchkey.servlet;

import dev.latchkey.Latchkey;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which paths are the API's, compared as they were sent. Others under the base path are the application's, which may
 * have {@code /api/notes} beside {@code /api/login}.
 */
final class ApiPaths {
    private final Set<String> exact;
    private final List<String> parents;
    private final String diagnostics;

    ApiPaths(Latchkey latchkey) {
        Set<String> paths = latchkey.api().paths();
        this.exact = paths.stream().filter(path -> !path.endsWith("}")).collect(Collectors.toUnmodifiableSet());
        this.parents = paths.stream()
                .filter(path -> path.endsWith("}"))
                .map(path -> path.substring(0, path.indexOf('{')))
                .toList();
        this.diagnostics = latchkey.policy().diagnostics() ? latchkey.guard().basePath() + "/diagnostics" : "";
    }

    /** The same as patterns of servlets in that context. */
    Set<String> patterns(String contextPath) {
        return Stream.of(exact.stream(), parents.stream().map(parent -> parent + "*"), Stream.of(diagnostics))
                .flatMap(each -> each)
                .filter(path -> path.startsWith(contextPath + "/"))
                .map(path -> path.substring(contextPath.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean contains(String rawPath) {
        return exact.contains(rawPath) || rawPath.equals(diagnostics) || isBelowOne(rawPath);
    }

    private boolean isBelowOne(String rawPath) {
        for (String parent : parents) {
            if (rawPath.startsWith(parent) && rawPath.indexOf('/', parent.length()) < 0) {
                return rawPath.length() > parent.length();
            }
        }
        return false;
    }
}
