package dev.latchkey.benchmarks.seeder;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Fills a data folder through the server's own stores, or times its password hash. Prints one line of JSON. */
final class Main {
    private static final String USAGE =
            "usage: sessions --data DIR --count N --cookies FILE [--age HOURS] | hash-time [--samples N] | mixed-hashes [--samples N]";

    private Main() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 0 || args.length % 2 == 0) {
            throw new IllegalArgumentException(USAGE);
        }
        Map<String, String> given = new HashMap<>();
        for (int i = 1; i < args.length; i += 2) {
            given.put(args[i], args[i + 1]);
        }
        System.out.println(
                switch (args[0]) {
                    case "sessions" -> SeededSessions.fill(
                            given.get("--data"),
                            Integer.parseInt(given.get("--count")),
                            given.get("--cookies"),
                            Duration.ofHours(Long.parseLong(given.getOrDefault("--age", "0"))));
                    case "hash-time" -> HashTime.measure(Integer.parseInt(given.getOrDefault("--samples", "100")));
                    case "mixed-hashes" -> MixedHashes.measure(Integer.parseInt(given.getOrDefault("--samples", "2000")));
                    default -> throw new IllegalArgumentException(USAGE);
                });
    }
}
