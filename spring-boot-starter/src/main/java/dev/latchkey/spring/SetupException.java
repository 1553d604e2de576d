package dev.latchkey.spring;

/** A setup that cannot work, with what to do about it. Nothing was started. */
final class SetupException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String cure;

    /**
     * Says so.
     *
     * @param rule the setting with its value, and what it breaks
     * @param cure what to write instead
     */
    SetupException(String rule, String cure) {
        super(rule + System.lineSeparator() + "  " + cure);
        this.rule = rule;
        this.cure = cure;
    }

    String rule() {
        return rule;
    }

    String cure() {
        return cure;
    }
}
