package dev.latchkey.server.config;

/**
 * Why the server does not start: four parts, so that nobody has to search.
 *
 * @param setting what is wrong, as the person wrote it
 * @param value what it was set to
 * @param rule what it breaks
 * @param cure what to write instead
 */
public record SettingProblem(String setting, String value, String rule, String cure) {
    /** The four parts on two lines. */
    public String message() {
        return setting + " = " + value + ": " + rule + System.lineSeparator() + "  " + cure;
    }
}
