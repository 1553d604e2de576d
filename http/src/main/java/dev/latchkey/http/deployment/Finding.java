package dev.latchkey.http.deployment;

/**
 * Something about a configuration that a person should know, in four parts, so that nobody has to search.
 *
 * @param level how bad it is
 * @param setting which setting
 * @param value what it was set to
 * @param rule what it breaks
 * @param cure what to write instead
 */
public record Finding(Level level, DeploymentSetting setting, String value, String rule, Cure cure) {
    /** How bad it is. */
    public enum Level {
        /** It cannot work, or nobody should want it to: the server does not start. */
        REFUSED,
        /** It works, at a price that must be known. */
        WARNING
    }

    /** The four parts on two lines. */
    public String message() {
        return setting.key() + " = " + value + ": " + rule + System.lineSeparator() + "  " + cure.text();
    }
}
