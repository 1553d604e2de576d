package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Runs one load and prints one line of JSON. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        Options options = Options.parse(args);
        var load = new PacedLoad(options);
        load.run();
        System.out.println(String.format(
                Locale.ROOT,
                "{\"seconds\":%.3f,\"busyShare\":%.4f,\"streams\":[%s]}",
                load.elapsedNanos / 1e9,
                (double) load.busyNanos / load.elapsedNanos,
                load.streams.stream()
                        .map(stream -> summary(stream, options))
                        .collect(Collectors.joining(","))));
    }

    private static String summary(Stream stream, Options options) {
        long ok = stream.statuses.getOrDefault(200, 0L);
        long all = stream.statuses.values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "{\"path\":\"%s\",\"rate\":%.1f,\"connections\":%d,\"intended\":%d,\"answered\":%d,\"failed\":%d,"
                        + "\"reopened\":%d,\"statuses\":{%s},\"latencyMicros\":%s,\"generatorLatenessMicros\":%s}",
                stream.options.path(),
                stream.options.rate(),
                stream.options.connections(),
                Math.round(stream.options.rate() * options.duration().toNanos() / 1e9),
                stream.answered,
                all - ok,
                stream.reopened,
                stream.statuses.entrySet().stream()
                        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                        .collect(Collectors.joining(",")),
                percentiles(stream.latency),
                percentiles(stream.lateness));
    }

    private static String percentiles(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "{\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f}",
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getValueAtPercentile(99.9) / 1e3,
                histogram.getMaxValue() / 1e3);
    }
}
