package dev.latchkey.benchmarks.jmh;

import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.Tokens;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the text of a cookie to who is logged in, with that many sessions in memory and the cookies taking turns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
// As the launcher starts the server: where the parts of a session lie is the collector's doing.
@Fork(value = 2, jvmArgsAppend = {"-XX:+UseParallelGC", "-Xms48m", "-XX:MaxNewSize=48m", "-XX:+UseTransparentHugePages"})
public class Resolving {
    private static final int ROTATED = 4096;

    @Param({"1000", "100000"})
    int sessionCount;

    private final String[] live = new String[ROTATED];
    private final String[] forged = new String[ROTATED];
    private Sessions sessions;
    private int next;

    @Setup
    public void fill() {
        Tokens tokens = new Tokens();
        sessions = Sessions.builder(
                        CachedSessionStore.builder(MapStore.create()).build(), // of the size that the server has by default
                        Clock.systemUTC())
                .build();
        int every = Math.max(1, sessionCount / ROTATED);
        for (int i = 0; i < sessionCount; i++) {
            SessionToken token = sessions.issue(new Principal(new PrincipalId("user" + i), "user" + i, "User " + i))
                    .token();
            if (i % every == 0 && i / every < ROTATED) {
                live[i / every] = token.cookieValue();
            }
        }
        for (int i = 0; i < ROTATED; i++) {
            live[i] = live[i] == null ? live[i % Math.min(sessionCount, ROTATED)] : live[i];
            forged[i] = tokens.newSessionToken(0).cookieValue();
        }
    }

    @Benchmark
    public Resolution hit() {
        return resolve(live[next++ & (ROTATED - 1)]);
    }

    @Benchmark
    public Resolution forged_and_known_to_be() {
        return resolve(forged[next++ & (ROTATED - 1)]);
    }

    @Benchmark
    public boolean malformed() {
        return SessionToken.parse("q3V7mJ0tYx2kLr8dA9bC4eF6gH1iJ5kL7mN0oP3qR2").isPresent();
    }

    private Resolution resolve(String cookieValue) {
        Optional<SessionToken> token = SessionToken.parse(cookieValue);
        return sessions.resolve(token.orElseThrow());
    }
}
