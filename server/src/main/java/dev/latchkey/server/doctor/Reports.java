package dev.latchkey.server.doctor;

import dev.latchkey.http.deployment.Doctor.Fact;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.server.doctor.LiveReport.Broken;
import dev.latchkey.server.doctor.Outcome.Failed;
import dev.latchkey.server.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

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

    /** A configuration's report as JSON. */
    public static String json(ConfigurationReport report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("verdict", report.verdict().name().toLowerCase(Locale.ROOT));
        root.put(
                "findings",
                report.findings().stream()
                        .map(finding -> members(
                                "level", finding.level().wireName(),
                                "what", finding.what(),
                                "value", finding.value(),
                                "why", finding.why(),
                                "cure", finding.cure().text()))
                        .toList());
        root.put(
                "facts",
                report.facts().stream()
                        .map(fact -> members("name", fact.name(), "value", fact.value()))
                        .toList());
        return Json.write(root);
    }

    /** A live report as JSON. */
    public static String json(LiveReport report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("verdict", report.failure().isEmpty() ? "healthy" : "broken");
        report.failure().ifPresent(broken -> root.put("failure", failure(broken)));
        root.put(
                "fine",
                report.fine().stream()
                        .map(step -> members("step", step.name(), "seen", step.seen()))
                        .toList());
        root.put("notes", report.notes());
        return Json.write(root);
    }

    private static Map<String, String> failure(Broken broken) {
        Finding finding = broken.failure().finding();
        return members(
                "step", broken.name(),
                "cause", broken.failure().cause().wireName(),
                "what", finding.what(),
                "value", finding.value(),
                "why", finding.why(),
                "cure", finding.cure().text());
    }

    private static Map<String, String> members(String... namesAndValues) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
