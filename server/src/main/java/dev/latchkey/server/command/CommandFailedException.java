package dev.latchkey.server.command;

/** A command cannot do what it was asked: the message is for the person who typed it. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailedException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** It was understood and did not work: exit code 1. */
    static CommandFailedException failed(String message) {
        return new CommandFailedException(1, message);
    }

    /** It was not understood, or the configuration is wrong: exit code 2. */
    static CommandFailedException misused(String message) {
        return new CommandFailedException(2, message);
    }

    int exitCode() {
        return exitCode;
    }
}
