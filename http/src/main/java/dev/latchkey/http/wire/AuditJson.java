package dev.latchkey.http.wire;

import dev.latchkey.core.audit.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Writes lines of the audit log as JSON, for programs that read them. */
public final class AuditJson {
    /** All with the same digits, so that lines sort as text. */
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private AuditJson() {}

    /**
     * One object without a line break; what does not apply is left out.
     *
     * @param username what the principal is called now; an empty string when nobody is that any more
     */
    public static String line(AuditEntry entry, String username) {
        return new String(
                Json.object(json -> {
                    json.writeStringProperty("at", MILLIS.format(entry.at()));
                    json.writeStringProperty("kind", entry.kind().label());
                    write(json, "user", username);
                    write(json, "principal", entry.principal());
                    write(json, "session", entry.session());
                    write(json, "series", entry.series());
                    write(json, "network", entry.network());
                    write(json, "detail", entry.detail());
                    json.writeNumberProperty("count", entry.count());
                }),
                StandardCharsets.UTF_8);
    }

    private static void write(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }
}
