package dev.latchkey.server.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which release this is, from the jar it came in. */
final class Version implements IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
        String version =
                Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "development");
        return new String[] {
            "latchkey " + version + " (Java " + Runtime.version().feature() + ")"
        };
    }
}
