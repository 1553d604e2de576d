package dev.latchkey.benchmarks.pacer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the command line asked for: when to count, and one or more streams of requests that run side by side. */
record Options(int port, Duration warmUp, Duration duration, List<StreamOptions> streams) {
    private static final String USAGE = "usage: --port P [--warm-up SECONDS] [--seconds SECONDS] STREAM [--and STREAM]…"
            + " where STREAM is --rate REQUESTS_PER_SECOND [--path /] [--connections 64]"
            + " [--cookies FILE | --bodies FILE]";

    /**
     * One stream.
     *
     * @param lines a Cookie header value per line, or a JSON body per line; null to send neither
     * @param posts whether the lines are bodies to POST
     * @param rate requests per second
     */
    record StreamOptions(String path, Path lines, boolean posts, double rate, int connections) {}

    static Options parse(String[] args) {
        List<String> all = Arrays.asList(args);
        Map<String, String> given = new HashMap<>();
        List<StreamOptions> streams = new ArrayList<>();
        for (int from = 0; from < all.size(); ) {
            int and = all.subList(from, all.size()).indexOf("--and");
            int end = and < 0 ? all.size() : from + and;
            Map<String, String> stream = pairs(all.subList(from, end));
            given.putAll(stream);
            streams.add(stream(stream));
            from = end + 1;
        }
        if (!given.containsKey("--port")) {
            throw new IllegalArgumentException(USAGE);
        }
        return new Options(
                Integer.parseInt(given.get("--port")),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("--warm-up", "2"))),
                Duration.ofSeconds(Long.parseLong(given.getOrDefault("--seconds", "10"))),
                streams);
    }

    private static Map<String, String> pairs(List<String> args) {
        if (args.size() % 2 != 0) {
            throw new IllegalArgumentException(USAGE);
        }
        Map<String, String> pairs = new HashMap<>();
        for (int i = 0; i < args.size(); i += 2) {
            pairs.put(args.get(i), args.get(i + 1));
        }
        return pairs;
    }

    private static StreamOptions stream(Map<String, String> given) {
        if (!given.containsKey("--rate")) {
            throw new IllegalArgumentException(USAGE);
        }
        boolean posts = given.containsKey("--bodies");
        String lines = given.get(posts ? "--bodies" : "--cookies");
        return new StreamOptions(
                given.getOrDefault("--path", "/"),
                lines == null ? null : Path.of(lines),
                posts,
                Double.parseDouble(given.get("--rate")),
                Integer.parseInt(given.getOrDefault("--connections", "64")));
    }
}
