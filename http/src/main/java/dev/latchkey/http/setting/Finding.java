package dev.latchkey.http.setting;

import java.util.Locale;

/**
 * Something a person should know, in four parts, so that nobody has to search: about a setting, a flag, a file, or a way
 * that requests take.
 *
 * @param level how bad it is
 * @param what which setting, flag or file
 * @param value what it is
 * @param why what that breaks
 * @param cure what to do
 */
public record Finding(Level level, String what, String value, String why, Cure cure) {
    /** How bad it is. */
    public enum Level {
        /** It cannot work, or nobody should want it to: what was asked is not done. */
        REFUSED,
        /** It works, at a price that must be known. */
        WARNING;

        /** The level in output for people and programs: lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** It cannot work, and a person has to see to it. */
    public static Finding refused(String what, String value, String why, String advice) {
        return new Finding(Level.REFUSED, what, value, why, Cure.advice(advice));
    }

    /** It works at a price, and a person has to see to it. */
    public static Finding warning(String what, String value, String why, String advice) {
        return new Finding(Level.WARNING, what, value, why, Cure.advice(advice));
    }

    /** Whether it cannot work. */
    public boolean isRefusal() {
        return level == Level.REFUSED;
    }

    /** The four parts on two lines. */
    public String message() {
        return what + " = " + value + ": " + why + System.lineSeparator() + "  " + cure.text();
    }
}
