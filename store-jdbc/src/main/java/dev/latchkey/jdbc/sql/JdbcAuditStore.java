package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.principal.PrincipalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The audit log in one table. */
final class JdbcAuditStore implements AuditStore {
    private static final String COLUMNS = "at, kind, principal_id, session_id, series_id, network, detail, count";
    private static final String APPEND =
            "insert into latchkey_audit_entry (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String LATEST_OF_EACH_KIND =
            "select kind, max(at) as at from latchkey_audit_entry where principal_id = ? group by kind";
    private static final String PURGE = """
            delete from latchkey_audit_entry
            where position in (select position from latchkey_audit_entry where at < ? order by at limit ?)
            """;

    private final Transactor database;
    private final CorruptRows corruptEntries = new CorruptRows("latchkey_audit_entry");

    JdbcAuditStore(Transactor database) {
        this.database = database;
    }

    @Override
    public void append(List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        List<AuditEntry> batch = List.copyOf(entries);
        database.write(statements -> statements.updateEach(APPEND, batch, entry -> new @Nullable Object[] {
            entry.at(),
            entry.kind().name(),
            entry.principal(),
            entry.session(),
            entry.series(),
            entry.network(),
            entry.detail(),
            entry.count()
        }));
    }

    @Override
    public List<AuditEntry> find(AuditQuery query) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from latchkey_audit_entry where at >= ?");
        List<Object> values = new ArrayList<>(List.of(query.since()));
        if (!query.principal().isEmpty()) {
            sql.append(" and principal_id = ?");
            values.add(query.principal());
        }
        if (!query.kinds().isEmpty()) {
            sql.append(" and kind in (?")
                    .append(", ?".repeat(query.kinds().size() - 1))
                    .append(')');
            query.kinds().forEach(kind -> values.add(kind.name()));
        }
        sql.append(" order by at desc, position desc limit ?");
        values.add(query.limit());
        return database.read(statements -> CorruptRows.sound(
                statements.list(sql.toString(), corruptEntries.reading(JdbcAuditStore::entry), values.toArray())));
    }

    @Override
    public Map<AuditKind, Instant> latestOfEachKind(PrincipalId principal) {
        Statements.Mapper<Map.Entry<AuditKind, Instant>> latest =
                row -> Map.entry(AuditKind.valueOf(text(row, "kind")), instant(row, "at"));
        return database.read(statements ->
                CorruptRows.sound(
                                statements.list(LATEST_OF_EACH_KIND, corruptEntries.reading(latest), principal.value()))
                        .stream()
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public int purge(Instant before, int limit) {
        return database.write(statements -> statements.update(PURGE, before, limit));
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                instant(row, "at"),
                AuditKind.valueOf(text(row, "kind")),
                text(row, "principal_id"),
                text(row, "session_id"),
                text(row, "series_id"),
                text(row, "network"),
                text(row, "detail"),
                row.getInt("count"));
    }
}
