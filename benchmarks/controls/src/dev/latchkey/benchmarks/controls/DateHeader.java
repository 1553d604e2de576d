package dev.latchkey.benchmarks.controls;

import io.netty.util.AsciiString;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The {@code Date} header's value, made once a second. */
final class DateHeader {
    private volatile AsciiString value = now();

    DateHeader(ScheduledExecutorService loop) {
        loop.scheduleAtFixedRate(() -> value = now(), 1, 1, TimeUnit.SECONDS);
    }

    AsciiString value() {
        return value;
    }

    private static AsciiString now() {
        return new AsciiString(DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    }
}
