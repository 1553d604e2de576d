package dev.latchkey.history;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A node as clients see it. Thread-safe. */
public interface Node {
    /**
     * Asks it.
     *
     * @param cookies the value of {@code Cookie}; an empty string for none
     * @throws IOException when nobody knows what became of it
     */
    Answer ask(String method, String path, String body, String cookies) throws IOException;

    /**
     * What it answered.
     *
     * @param setCookies the lines that set cookies
     */
    record Answer(int status, List<String> setCookies) {
        /** The {@code name=value} pair of a cookie that it sets and does not remove. */
        Optional<String> cookie(String name) {
            return setCookies.stream()
                    .filter(line -> line.startsWith(name + "=") && !line.contains("Max-Age=0"))
                    .map(line -> line.split(";", 2)[0])
                    .findFirst();
        }
    }
}
