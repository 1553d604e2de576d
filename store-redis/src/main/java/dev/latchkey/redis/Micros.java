package dev.latchkey.redis;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as scripts keep them: microseconds since 1970, which Lua's numbers hold exactly until the year 2255. */
final class Micros {
    private Micros() {}

    static String of(Instant instant) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    static Instant instant(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }
}
