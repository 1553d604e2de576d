package dev.latchkey.server.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * One line of the access log while it is put together, in the shape that Logback gives the other lines. Takes printable
 * ASCII alone, which {@link dev.latchkey.http.exchange.Printable#ascii} makes of anything.
 */
final class AccessLine {
    private static final int FIRST_SIZE = 320;

    private final boolean isJson;
    private final StringBuilder line = new StringBuilder(FIRST_SIZE);
    private boolean isFirst = true;

    AccessLine(boolean isJson) {
        this.isJson = isJson;
    }

    AccessLine begin(Instant at) {
        if (isJson) {
            line.append("{\"timestamp\":")
                    .append(at.toEpochMilli())
                    .append(",\"level\":\"INFO\",\"loggerName\":\"latchkey.access\",\"kvpList\": [");
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
        beginPair(key);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
        endPair();
        return this;
    }

    AccessLine add(String key, long value) {
        beginPair(key);
        line.append(value);
        endPair();
        return this;
    }

    private void beginPair(String key) {
        if (isJson) {
            line.append(isFirst ? "{\"" : ",{\"").append(key).append("\":\"");
        } else {
            line.append(' ').append(key).append("=\"");
        }
        isFirst = false;
    }

    private void endPair() {
        line.append(isJson ? "\"}" : "\"");
    }

    /** The whole line, its break included. */
    byte[] end() {
        line.append(isJson ? "],\"formattedMessage\":\"request\"}\n" : "\n");
        return line.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
