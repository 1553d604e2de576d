package dev.latchkey.server.command;

import dev.latchkey.settings.Release;
import picocli.CommandLine.IVersionProvider;

/** Which release this is, from the jar it came in. */
final class Version implements IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
        return new String[] {
            "latchkey " + Release.name() + " (Java " + Runtime.version().feature() + ")"
        };
    }
}
