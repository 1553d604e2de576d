package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Runs one paced load and prints one line of JSON. */
final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        Options options = Options.parse(args);
        var load = new PacedLoad(options, Requests.of(options.port(), options.path(), options.cookies()));
        load.run();
        System.out.println(summary(options, load));
    }

    private static String summary(Options options, PacedLoad load) {
        return String.format(
                Locale.ROOT,
                "{\"rate\":%.1f,\"seconds\":%d,\"connections\":%d,\"intended\":%d,\"answered\":%d,\"failed\":%d,"
                        + "\"reopened\":%d,\"busyShare\":%.4f,\"latencyMicros\":%s,\"generatorLatenessMicros\":%s}",
                options.rate(),
                options.duration().toSeconds(),
                options.connections(),
                load.intended,
                load.answered,
                load.failed,
                load.reopened,
                (double) load.busyNanos / load.elapsedNanos,
                percentiles(load.latency),
                percentiles(load.lateness));
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
