package dev.latchkey.doctor;

import dev.latchkey.doctor.Outcome.Failed;
import dev.latchkey.http.deployment.Doctor.Fact;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes reports down, for people and for programs. */
public final class Reports {
    private Reports() {}

    /** A configuration's report, for a person. */
    public static String text(ConfigurationReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(
                switch (report.verdict()) {
                    case FINE -> "The configuration is fine.";
                    case WARNED -> "The configuration works, at a price:";
                    case REFUSED -> "The server does not start with this configuration:";
                });
        report.findings().stream()
                .sorted((a, b) -> a.level().compareTo(b.level()))
                .forEach(finding -> lines.add(finding.level().wireName() + ": " + finding.message()));
        if (!report.facts().isEmpty()) {
            lines.add("What follows from it:");
            int width = report.facts().stream()
                    .mapToInt(fact -> fact.name().length())
                    .max()
                    .orElse(0);
            for (Fact fact : report.facts()) {
                lines.add("  " + padded(fact.name(), width) + "  " + fact.value());
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** A live report, for a person. */
    public static String text(LiveReport report) {
        List<String> lines = new ArrayList<>();
        report.fine().forEach(step -> lines.add("fine    " + padded(step.name(), 12) + step.seen()));
        report.failure().ifPresent(broken -> {
            Failed failed = broken.failure();
            lines.add("FAILED  " + padded(broken.name(), 12) + failed.cause().wireName());
            lines.add(failed.finding().message());
        });
        report.notes().forEach(note -> lines.add("note    " + note));
        lines.add(
                report.failure().isEmpty()
                        ? "A login lasts on this way."
                        : "A login does not last on this way; what comes after that step was not tried.");
        return String.join(System.lineSeparator(), lines);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** A configuration's report as JSON, on one line. */
    public static String json(ConfigurationReport report) {
        return line(root -> root.text("verdict", report.verdict().name().toLowerCase(Locale.ROOT))
                .objects("findings", report.findings(), (json, finding) -> {
                    json.text("level", finding.level().wireName());
                    write(json, finding);
                })
                .objects(
                        "facts",
                        report.facts(),
                        (json, fact) -> json.text("name", fact.name()).text("value", fact.value())));
    }

    /** A live report as JSON, on one line. */
    public static String json(LiveReport report) {
        return line(root -> {
            root.text("verdict", report.failure().isEmpty() ? "healthy" : "broken");
            report.failure()
                    .ifPresent(broken -> root.object("failure", json -> {
                        json.text("step", broken.name())
                                .text("cause", broken.failure().cause().wireName());
                        write(json, broken.failure().finding());
                    }));
            root.objects(
                            "fine",
                            report.fine(),
                            (json, step) -> json.text("step", step.name()).text("seen", step.seen()))
                    .texts("notes", report.notes());
        });
    }

    private static void write(JsonWriter json, Finding finding) {
        json.text("what", finding.what())
                .text("value", finding.value())
                .text("why", finding.why())
                .text("cure", finding.cure().text());
    }

    private static String line(Consumer<JsonWriter> members) {
        return new String(JsonWriter.object(members), StandardCharsets.UTF_8);
    }
}
