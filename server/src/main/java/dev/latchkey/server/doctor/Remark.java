package dev.latchkey.server.doctor;

import java.util.Locale;

/**
 * Something a person should know about a configuration, in four parts.
 *
 * @param level how bad it is
 * @param what which setting or file
 * @param value what it is
 * @param why what that breaks
 * @param cure what to do
 */
public record Remark(Level level, String what, String value, String why, String cure) {
    /** How bad something is. */
    public enum Level {
        /** The server does not start with it. */
        REFUSED,
        /** It starts, at a price that must be known. */
        WARNING;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The four parts on two lines, as the server itself says it when it starts. */
    public String message() {
        return what + " = " + value + ": " + why + System.lineSeparator() + "  " + cure;
    }
}
