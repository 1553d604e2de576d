package dev.latchkey.server.command;

import dev.latchkey.http.setting.Finding;

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

    /** The same, in four parts. */
    static CommandFailedException failed(String what, Object value, String why, String cure) {
        return failed(Finding.refused(what, value.toString(), why, cure).message());
    }

    /** It was not understood, or the configuration is wrong: exit code 2. */
    static CommandFailedException misused(String message) {
        return new CommandFailedException(2, message);
    }

    /** The same, in four parts. */
    static CommandFailedException misused(String what, Object value, String why, String cure) {
        return misused(Finding.refused(what, value.toString(), why, cure).message());
    }

    int exitCode() {
        return exitCode;
    }
}
