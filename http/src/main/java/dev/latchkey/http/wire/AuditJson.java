package dev.latchkey.http.wire;

import dev.latchkey.audit.AuditEntry;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** Writes lines of the audit log as JSON, for programs that read them. */
public final class AuditJson {
    private AuditJson() {}

    /** One object without a line break; what does not apply is left out. */
    public static String line(AuditEntry entry) {
        return new String(
                Json.object(json -> {
                    json.writeStringProperty("at", entry.at().toString());
                    json.writeStringProperty("kind", entry.kind().label());
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
