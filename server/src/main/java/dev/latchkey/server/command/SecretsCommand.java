package dev.latchkey.server.command;

import dev.latchkey.server.app.OpenData;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code latchkey secrets …}: the keys that cookies and tokens are signed with, while a server may be running. */
@Command(
        name = "secrets",
        description = "List and rotate the keys that cookies and tokens are signed with. Nobody is logged out.",
        mixinStandardHelpOptions = true)
final class SecretsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    SecretsCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            description = "List the versions of each key, the newest first; never a key itself.",
            mixinStandardHelpOptions = true)
    void list(@Mixin DataOption data) {
        try (OpenData open = data.openExisting()) {
            print(open);
        }
    }

    @Command(
            description =
                    "Add a new version of each key. It signs after a minute, when every process has read it; versions "
                            + "before it go on verifying.",
            mixinStandardHelpOptions = true)
    void rotate(
            @Mixin DataOption data,
            @Option(
                            names = "--forget-former",
                            description =
                                    "also forget every version before: for keys that leaked. Remembered browsers log in "
                                            + "anew, known devices are known no more")
                    boolean forgetsFormer) {
        try (OpenData open = data.openExisting()) {
            open.operatorKeys().rotate();
            if (forgetsFormer) {
                out().println("forgot " + open.operatorKeys().forgetFormer() + " former versions");
            }
            print(open);
        }
    }

    private void print(OpenData open) {
        open.operatorKeys()
                .list()
                .forEach(key ->
                        out().println(key.purpose() + "\tversion " + key.version() + "\tmade " + key.createdAt()));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
