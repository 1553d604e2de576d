package dev.latchkey.benchmarks.pacer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the command line asked for. {@code cookies} holds one Cookie header value per line; absent means none is sent. */
record Options(int port, String path, Path cookies, double rate, int connections, Duration warmUp, Duration duration) {

    static Options parse(String[] args) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            given.put(args[i], args[i + 1]);
        }
        if (!given.containsKey("--port") || !given.containsKey("--rate")) {
            throw new IllegalArgumentException("usage: --port P --rate REQUESTS_PER_SECOND [--path /] [--cookies FILE]"
                    + " [--connections 64] [--warm-up SECONDS] [--seconds SECONDS]");
        }
        return new Options(
                Integer.parseInt(given.get("--port")),
                given.getOrDefault("--path", "/"),
                given.containsKey("--cookies") ? Path.of(given.get("--cookies")) : null,
                Double.parseDouble(given.get("--rate")),
                Integer.parseInt(given.getOrDefault("--connections", "64")),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("--warm-up", "2"))),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("--seconds", "10"))));
    }
}
