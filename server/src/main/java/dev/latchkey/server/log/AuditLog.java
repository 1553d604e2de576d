package dev.latchkey.server.log;

import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes every event of the audit log to the logger {@code latchkey.audit} too: ids and instants, one line each, and a
 * warning where somebody should look.
 */
public final class AuditLog implements AuthEventListener {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.audit");

    /** Ready at once. */
    public AuditLog() {}

    @Override
    public void on(AuthEvent event) {
        AuditEntry.of(event).ifPresent(AuditLog::write);
    }

    private static void write(AuditEntry entry) {
        boolean needsEyes =
                entry.kind() == AuditKind.REMEMBER_ME_STOLEN || entry.kind() == AuditKind.UNKNOWN_SESSION_TOKENS;
        LoggingEventBuilder line = needsEyes ? LOG.atWarn() : LOG.atInfo();
        line = with(line, "principal", entry.principal());
        line = with(line, "session", entry.session());
        line = with(line, "series", entry.series());
        line = with(line, "network", entry.network());
        line = with(line, "detail", entry.detail());
        if (entry.count() != 1) {
            line = line.addKeyValue("count", entry.count());
        }
        line.log(entry.kind().label());
    }

    private static LoggingEventBuilder with(LoggingEventBuilder line, String key, String value) {
        return value.isEmpty() ? line : line.addKeyValue(key, value);
    }
}
