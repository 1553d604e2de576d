package dev.latchkey.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many files and connections the system lets this process have open: more connections than that are a promise. */
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.server");
    private static final Path LIMITS = Path.of("/proc/self/limits");

    /** For the database, libraries, listeners, and what a moment needs. */
    private static final int OTHERS = 100;

    /** A server that could not serve this many is not worth starting silently; it says so and tries. */
    private static final int FEWEST = 16;

    private Descriptors() {}

    /** So many connections, or what the descriptors allow, which is then said. */
    static int bound(int wanted) {
        OptionalLong limit = limit();
        if (limit.isEmpty() || limit.getAsLong() - OTHERS >= wanted) {
            return wanted;
        }
        int most = (int) Math.max(FEWEST, limit.getAsLong() - OTHERS);
        LOG.warn(
                "http.max-connections is {} and becomes {}: this process may have {} descriptors; raise them"
                        + " (ulimit -n, LimitNOFILE) or lower the setting",
                wanted,
                Math.min(wanted, most),
                limit.getAsLong());
        return Math.min(wanted, most);
    }

    /** Empty where the system does not tell. */
    private static OptionalLong limit() {
        try {
            return Files.readAllLines(LIMITS).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().split("\\s+", 2)[0])
                    .filter(text -> !text.equals("unlimited"))
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
