package dev.latchkey.benchmarks.controls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One answer read from a file that holds it as it was on the wire (LF or CRLF). Headers an engine must write itself are left out:
 * {@code Date} changes every second, {@code Content-Length} and {@code Connection} are its own business.
 */
record RecordedResponse(int status, Map<String, String> headers, byte[] body) {
    private static final Set<String> WRITTEN_BY_THE_ENGINE = Set.of("date", "content-length", "connection");

    /** Every {@code <name>.http} of a folder, by the path {@code /api/<name>} it answers. */
    static Map<String, RecordedResponse> readAll(Path folder) throws IOException {
        Map<String, RecordedResponse> byPath = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(".http")).forEach(file -> {
                String name = file.getFileName().toString().replace(".http", "");
                byPath.put("/api/" + name, read(file));
            });
        }
        return byPath;
    }

    private static RecordedResponse read(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8).replace("\r\n", "\n");
            int blank = text.indexOf("\n\n");
            String[] head = text.substring(0, blank).split("\n");
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < head.length; i++) {
                int colon = head[i].indexOf(':');
                String name = head[i].substring(0, colon);
                if (!WRITTEN_BY_THE_ENGINE.contains(name.toLowerCase(Locale.ROOT))) {
                    headers.merge(name, head[i].substring(colon + 1).strip(), (a, b) -> a + ", " + b);
                }
            }
            byte[] body = text.substring(blank + 2).stripTrailing().getBytes(StandardCharsets.UTF_8);
            return new RecordedResponse(Integer.parseInt(head[0].split(" ")[1]), headers, body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
