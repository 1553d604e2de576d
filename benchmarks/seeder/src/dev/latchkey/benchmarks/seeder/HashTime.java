package dev.latchkey.benchmarks.seeder;

import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import java.util.Arrays;
import java.util.Locale;

/** How long the server's password hash takes with its default parameters, with nothing beside it. */
final class HashTime {
    private static final int WARM_UP = 40;

    private HashTime() {}

    static String measure(int samples) {
        PasswordHasher hasher = new Argon2idHasher();
        Password password = Password.parse(SeededSessions.PASSWORD).orElseThrow();
        PasswordHash hash = hasher.hash(password);
        double[] millis = new double[samples];
        for (int i = -WARM_UP; i < samples; i++) {
            long began = System.nanoTime();
            hasher.verify(password, hash);
            if (i >= 0) {
                millis[i] = (System.nanoTime() - began) / 1e6;
            }
        }
        Arrays.sort(millis);
        return String.format(
                Locale.ROOT,
                "{\"samples\":%d,\"medianMillis\":%.3f,\"meanMillis\":%.3f}",
                samples,
                millis[samples / 2],
                Arrays.stream(millis).average().orElseThrow());
    }
}
