package dev.latchkey.server.command;

import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.wire.AuditJson;
import dev.latchkey.server.app.OpenData;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code latchkey audit}: what happened, latest last, from the data of a server that may be running. */
@Command(
        name = "audit",
        description = "Show what happened: logins, refusals, ended sessions, theft. The latest line comes last.",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {
    private static final Pattern AGE = Pattern.compile("([0-9]{1,6})([mhd])");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--user", paramLabel = "NAME", description = "only of this user: a username, or a principal's id")
    private @Nullable String user;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "only these kinds, such as login-refused,remember-me-stolen; 'help' lists them")
    private List<String> kinds = List.of();

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "only since then: an age such as 90m, 24h or 7d, or an instant such as 2026-01-31T12:00:00Z")
    private @Nullable String since;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "at most so many (default: 100)")
    private int limit;

    @Option(names = "--json", description = "one JSON object per line")
    private boolean json;

    AuditCommand() {}

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (kinds.contains("help")) {
            Arrays.stream(AuditKind.values()).map(AuditKind::label).forEach(out::println);
            return;
        }
        try (OpenData open = data.openExisting()) {
            Map<String, String> usernames = new HashMap<>();
            for (AuditEntry entry : open.auditLines(query(open)).reversed()) {
                String username = entry.principal().isEmpty()
                        ? ""
                        : usernames.computeIfAbsent(entry.principal(), id -> username(open, id));
                out.println(json ? AuditJson.line(entry, username) : text(entry, username));
            }
        }
        out.flush();
    }

    private AuditQuery query(OpenData open) {
        Set<AuditKind> wanted = kinds.stream().map(AuditCommand::kind).collect(Collectors.toSet());
        Instant from =
                since == null ? Instant.EPOCH : instant(since, open.clock().instant());
        AuditQuery query = latest().ofKinds(wanted).since(from);
        return user == null ? query : query.of(principal(open, user));
    }

    private AuditQuery latest() {
        try {
            return AuditQuery.latest(limit);
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.misused("--limit = " + limit + ": " + e.getMessage());
        }
    }

    private static AuditKind kind(String typed) {
        return Arrays.stream(AuditKind.values())
                .filter(known -> known.label().equals(typed))
                .findFirst()
                .orElseThrow(() -> CommandFailedException.misused("--kind = " + Printable.ascii(typed, 200)
                        + ": there is no such kind; latchkey audit --kind help lists them"));
    }

    private static Instant instant(String typed, Instant now) {
        Matcher age = AGE.matcher(typed);
        if (age.matches()) {
            long amount = Long.parseLong(age.group(1));
            return now.minus(
                    switch (age.group(2)) {
                        case "m" -> Duration.ofMinutes(amount);
                        case "h" -> Duration.ofHours(amount);
                        default -> Duration.ofDays(amount);
                    });
        }
        try {
            return Instant.parse(typed);
        } catch (DateTimeParseException e) {
            throw CommandFailedException.misused("--since = " + Printable.ascii(typed, 200)
                    + ": it is neither an age nor an instant; write for example 24h or 2026-01-31T12:00:00Z");
        }
    }

    /** What a principal is called now: the log itself keeps ids alone, which stay when a name changes hands. */
    private static String username(OpenData open, String principal) {
        return open.users()
                .find(new PrincipalId(principal))
                .map(user -> user.username().value())
                .orElse("");
    }

    /** A user who was deleted is found by their id alone. */
    private static PrincipalId principal(OpenData open, String typed) {
        Optional<PrincipalId> known = Username.parse(typed)
                .or(() -> Username.ofStored(typed))
                .flatMap(open.users()::find)
                .map(found -> found.id());
        return known.or(() -> principalId(typed).filter(id -> isKnown(open, id)))
                .orElseThrow(() -> CommandFailedException.failed("there is no user " + Printable.ascii(typed, 200)
                        + "; for one who was deleted give the principal's id, as other lines show it"));
    }

    private static Optional<PrincipalId> principalId(String typed) {
        try {
            return Optional.of(new PrincipalId(typed));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static boolean isKnown(OpenData open, PrincipalId id) {
        return open.users().find(id).isPresent()
                || !open.auditLines(AuditQuery.latest(1).of(id)).isEmpty();
    }

    private static String text(AuditEntry entry, String username) {
        Stream<String> parts = Stream.of(
                Moments.text(entry.at()),
                entry.kind().label(),
                username.isEmpty() ? "" : "user=" + Moments.oneWord(username),
                part("principal", entry.principal()),
                part("session", entry.session()),
                part("series", entry.series()),
                part("network", entry.network()),
                part("detail", entry.detail()),
                entry.count() == 1 ? "" : "count=" + entry.count());
        return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining("  "));
    }

    private static String part(String name, String value) {
        return value.isEmpty() ? "" : name + "=" + Printable.ascii(value, 200);
    }
}
