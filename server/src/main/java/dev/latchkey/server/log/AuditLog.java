package dev.latchkey.server.log;

import dev.latchkey.audit.AuditEntry;
import dev.latchkey.audit.AuditKind;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
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
        LoggingEventBuilder line = entry.kind() == AuditKind.REMEMBER_ME_STOLEN ? LOG.atWarn() : LOG.atInfo();
        add(line, "principal", entry.principal());
        add(line, "session", entry.session());
        add(line, "series", entry.series());
        add(line, "network", entry.network());
        add(line, "detail", entry.detail());
        add(line, "count", entry.count() == 1 ? "" : Integer.toString(entry.count()));
        line.log(entry.kind().label());
    }

    private static void add(LoggingEventBuilder line, String key, String value) {
        if (!value.isEmpty()) {
            var unused = line.addKeyValue(key, value); // the builder itself
        }
    }
}
