package dev.latchkey.server.command;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.server.app.OpenData;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** Notes in the audit log what was done to the whole database. It is done; a log that cannot be written undoes nothing. */
final class Noted {
    private Noted() {}

    static void by(Supplier<OpenData> opening, Function<Instant, AuthEvent> event, CommandSpec command) {
        try (OpenData data = opening.get()) {
            data.note(event);
        } catch (StoreUnavailableException | IncompatibleDatabaseException e) {
            PrintWriter err = command.commandLine().getErr();
            err.println("it could not be noted in the audit log: " + e.getMessage());
            err.flush();
        }
    }
}
