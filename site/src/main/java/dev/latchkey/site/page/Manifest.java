package dev.latchkey.site.page;

import dev.latchkey.http.wire.JsonTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Vite's build manifest: which hashed files a source file became. */
final class Manifest {
    private final Map<?, ?> entries;

    private Manifest(Map<?, ?> entries) {
        this.entries = entries;
    }

    static Path in(Path staticFiles) {
        return staticFiles.resolve(".vite").resolve("manifest.json");
    }

    static Manifest read(Path file) {
        try {
            return new Manifest(JsonTree.object(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("the app's build manifest cannot be read: " + file, e);
        }
    }

    /** What a page needs to load one source file. */
    record Chunk(String script, List<String> preloads, List<String> styles) {}

    Chunk chunk(String source) {
        if (!(entries.get(source) instanceof Map<?, ?> entry)) {
            throw new IllegalArgumentException("the app's build has no '" + source + "'; it has " + entries.keySet());
        }
        Set<String> preloads = new LinkedHashSet<>();
        Set<String> styles = new LinkedHashSet<>();
        collect(entry, preloads, styles, new LinkedHashSet<>());
        return new Chunk("/" + entry.get("file"), List.copyOf(preloads), List.copyOf(styles));
    }

    private void collect(Map<?, ?> entry, Set<String> preloads, Set<String> styles, Set<Object> seen) {
        if (entry.get("imports") instanceof List<?> imports) {
            for (Object name : imports) {
                if (seen.add(name) && entries.get(name) instanceof Map<?, ?> imported) {
                    preloads.add("/" + imported.get("file"));
                    collect(imported, preloads, styles, seen);
                }
            }
        }
        if (entry.get("css") instanceof List<?> css) {
            css.forEach(file -> styles.add("/" + file));
        }
    }
}
