package dev.latchkey.server;

import dev.latchkey.server.app.Carriers;
import dev.latchkey.server.command.LatchkeyCommand;
import dev.latchkey.server.log.Logging;

/** Begins the program. Exit codes: 0 well, 1 failed, 2 wrong command line or configuration. */
public final class Main {
    private Main() {}

    /** Runs one command. */
    public static void main(String[] args) {
        Carriers.atLeastTwo();
        Logging.configureForTerminal();
        System.exit(LatchkeyCommand.commandLine(args).execute(args));
    }
}
