package dev.latchkey.server.command;

import dev.latchkey.http.wire.JsonWriter;
import dev.latchkey.jdbc.NodeStanding;
import dev.latchkey.server.app.OpenData;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code latchkey nodes}: which servers share a database, and how far each is. */
@Command(
        name = "nodes",
        description = {
            "List the servers that share a PostgreSQL database: who serves, and how far each is with what others changed.",
            "Who ended without a word is listed for ten minutes."
        },
        mixinStandardHelpOptions = true)
final class NodesCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--json", description = "one JSON object per line")
    private boolean json;

    NodesCommand() {}

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenData open = data.openExisting()) {
            List<NodeStanding> nodes = open.nodes()
                    .orElseThrow(() -> CommandFailedException.failed(
                            "store",
                            open.where(),
                            "one server alone works on a file, so there is nobody to list",
                            "name what several share: --store postgresql://USER@HOST/DATABASE"));
            if (!json) {
                out.println(String.join("\t", "NAME", "VERSION", "STATE", "BEHIND"));
            }
            nodes.forEach(node -> out.println(json ? json(node) : text(node)));
        }
        out.flush();
    }

    private static String text(NodeStanding node) {
        return String.join(
                "\t",
                Moments.visible(node.node().name()),
                Moments.visible(node.node().version()),
                node.isServing()
                        ? "serving"
                        : "silent for " + Math.max(0, node.lease().negated().toSeconds()) + " s",
                node.unheard() == 0
                        ? "-"
                        : node.unheard() + " changes, " + node.behind().toMillis() + " ms");
    }

    private static String json(NodeStanding node) {
        return new String(
                JsonWriter.object(line -> line.text("id", node.node().id())
                        .text("name", node.node().name())
                        .text("version", node.node().version())
                        .flag("serving", node.isServing())
                        .number("leaseMillis", Math.toIntExact(node.lease().toMillis()))
                        .number("unheard", Math.toIntExact(node.unheard()))
                        .number("behindMillis", Math.toIntExact(node.behind().toMillis()))),
                StandardCharsets.UTF_8);
    }
}
