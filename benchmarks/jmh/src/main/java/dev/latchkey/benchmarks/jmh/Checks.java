package dev.latchkey.benchmarks.jmh;

import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.origin.CrossOriginProtection;
import dev.latchkey.http.origin.Origin;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The other parts of a request's check, each alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Checks {
    private static final String NAME = "__Host-latchkey";

    private final SessionToken token = new Tokens().newSessionToken(0);
    private final List<String> cookies =
            List.of("theme=dark; " + NAME + "=" + token.cookieValue() + "; _ga=GA1.1.1234567890.1234567890");
    private final Origin origin = Origin.parse("https://app.example.com").orElseThrow();
    private final CrossOriginProtection protection = new CrossOriginProtection(origin, Set.of(), false);
    private final List<String> sameOrigin = List.of("same-origin");
    private final List<String> publicOrigin = List.of("https://app.example.com");
    private final Timer timer = Timer.builder("timer")
            .serviceLevelObjectives(
                    Duration.ofMillis(1),
                    Duration.ofMillis(5),
                    Duration.ofMillis(25),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofMillis(2500))
            .register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    @Benchmark
    public CookieHeader.Value cookie_among_three() {
        return CookieHeader.find(cookies, NAME);
    }

    @Benchmark
    public CrossOriginProtection.Verdict origin_of_a_read() {
        return protection.judge("GET", sameOrigin, List.of());
    }

    @Benchmark
    public CrossOriginProtection.Verdict origin_of_a_write_by_fetch_metadata() {
        return protection.judge("POST", sameOrigin, publicOrigin);
    }

    @Benchmark
    public CrossOriginProtection.Verdict origin_of_a_write_by_origin() {
        return protection.judge("POST", List.of(), publicOrigin);
    }

    @Benchmark
    public TokenHash token_hash() {
        return token.hash();
    }

    /** What the metrics add to a request. */
    @Benchmark
    public void timing_a_request() {
        long start = System.nanoTime();
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
}
