package dev.latchkey.server.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a new password from a terminal, twice and unseen, or one line from standard input. Never from an argument. */
final class PasswordInput {
    private PasswordInput() {}

    @SuppressWarnings("SystemConsoleNull") // the launcher asks for the console that is there for terminals alone
    static String read() {
        Console console = System.console();
        return console != null ? fromTerminal(console) : fromStandardInput();
    }

    private static String fromTerminal(Console console) {
        char[] first = console.readPassword("New password: ");
        char[] second = console.readPassword("Again: ");
        if (first == null || !Arrays.equals(first, second)) {
            throw CommandFailedException.failed("the two passwords differ; nothing was changed");
        }
        return new String(first);
    }

    private static String fromStandardInput() {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw CommandFailedException.misused(
                        "no password: type it at the prompt of a terminal, or send one line to standard input");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
