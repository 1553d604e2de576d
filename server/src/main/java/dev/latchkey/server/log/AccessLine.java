package dev.latchkey.server.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * One line of the access log while it is put together, in the shape that {@link JsonLine} gives the others. Takes printable
 * ASCII alone, which {@link dev.latchkey.http.exchange.Printable#ascii} makes of anything.
 */
final class AccessLine {
    private static final int FIRST_SIZE = 320;

    private final boolean isJson;
    private final StringBuilder line = new StringBuilder(FIRST_SIZE);

    AccessLine(boolean isJson) {
        this.isJson = isJson;
    }

    AccessLine begin(Instant at) {
        if (isJson) {
            OffsetDateTime utc = at.atOffset(ZoneOffset.UTC);
            line.append("{\"time\":\"").append(utc.getYear()).append('-');
            appendTwo(utc.getMonthValue(), '-');
            appendTwo(utc.getDayOfMonth(), 'T');
            appendTime(utc.toLocalTime());
            line.append("Z\",\"level\":\"INFO\",\"logger\":\"latchkey.access\",\"message\":\"request\"");
        } else {
            appendTime(at.atZone(ZoneId.systemDefault()).toLocalTime());
            line.append(" INFO  latchkey.access - request");
        }
        return this;
    }

    private void appendTime(LocalTime time) {
        appendTwo(time.getHour(), ':');
        appendTwo(time.getMinute(), ':');
        appendTwo(time.getSecond(), '.');
        int millis = time.getNano() / 1_000_000;
        line.append((char) ('0' + millis / 100));
        line.append((char) ('0' + millis / 10 % 10)).append((char) ('0' + millis % 10));
    }

    private void appendTwo(int value, char after) {
        line.append((char) ('0' + value / 10)).append((char) ('0' + value % 10)).append(after);
    }

    AccessLine add(String key, String value) {
        beginPair(key).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
        line.append('"');
        return this;
    }

    AccessLine add(String key, long value) {
        beginPair(key);
        // What Logback writes as text has quotes around every value.
        line.append(isJson ? "" : "\"").append(value).append(isJson ? "" : "\"");
        return this;
    }

    private StringBuilder beginPair(String key) {
        return isJson
                ? line.append(",\"").append(key).append("\":")
                : line.append(' ').append(key).append('=');
    }

    /** The whole line, its break included. */
    byte[] end() {
        line.append(isJson ? "}\n" : "\n");
        return line.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
