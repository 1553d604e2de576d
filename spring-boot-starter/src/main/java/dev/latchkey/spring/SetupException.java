package dev.latchkey.spring;

import org.jspecify.annotations.Nullable;

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
        this(rule, cure, null);
    }

    /** The same, with what was thrown. */
    SetupException(String rule, String cure, @Nullable Throwable cause) {
        super(rule + System.lineSeparator() + "  " + cure, cause);
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
