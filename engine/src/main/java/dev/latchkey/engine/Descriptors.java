package dev.latchkey.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How many files and connections the system lets this process have open: more connections than that are a promise. */
public final class Descriptors {
    private static final System.Logger LOG = System.getLogger("latchkey.server");
    private static final Path LIMITS = Path.of("/proc/self/limits");

    /** For the database, libraries, listeners, and what a moment needs. */
    private static final int OTHERS = 100;

    /** A server that could not serve this many is not worth starting silently; it says so and tries. */
    private static final int FEWEST = 16;

    private Descriptors() {}

    /** So many connections, or what the descriptors allow, which is then said. */
    public static int bound(int wanted) {
        OptionalLong limit = limit();
        if (limit.isEmpty() || limit.getAsLong() - OTHERS >= wanted) {
            return wanted;
        }
        int most = (int) Math.max(FEWEST, limit.getAsLong() - OTHERS);
        LOG.log(
                System.Logger.Level.WARNING,
                "http.max-connections is " + wanted + " and becomes " + Math.min(wanted, most)
                        + ": this process may have " + limit.getAsLong()
                        + " descriptors; raise them (ulimit -n, LimitNOFILE) or lower the setting");
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
