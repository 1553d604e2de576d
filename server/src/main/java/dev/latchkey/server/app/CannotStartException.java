package dev.latchkey.server.app;

/** The server cannot do its work here, and would fail people later. The message says why, and what to do. */
public final class CannotStartException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    CannotStartException(String reason, String cure) {
        super(message(reason, cure));
    }

    CannotStartException(String reason, String cure, Throwable cause) {
        super(message(reason, cure), cause);
    }

    private static String message(String reason, String cure) {
        return "cannot start: " + reason + System.lineSeparator() + "  " + cure;
    }
}
