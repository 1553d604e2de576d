package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.micros;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.audit.AuditStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The audit log in one table. */
final class JdbcAuditStore implements AuditStore {
    private static final String APPEND = """
            insert into latchkey_audit_entry (at, kind, principal_id, session_id, series_id, network, detail, count)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;
    private static final String COLUMNS = "at, kind, principal_id, session_id, series_id, network, detail, count";
    /** Kinds come as one text with a comma around each, so that one statement serves any set of them. */
    private static final String OF_KINDS = "at >= ? and (? = '' or instr(?, ',' || kind || ',') > 0)";

    private static final String LATEST_FIRST = "order by at desc, position desc limit ?";
    private static final String FIND =
            "select " + COLUMNS + " from latchkey_audit_entry where " + OF_KINDS + " " + LATEST_FIRST;
    private static final String FIND_OF_PRINCIPAL = "select " + COLUMNS
            + " from latchkey_audit_entry where principal_id = ? and " + OF_KINDS + " " + LATEST_FIRST;
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
        database.write(statements -> {
            PreparedStatement append = statements.of(APPEND);
            for (AuditEntry entry : batch) {
                append.setLong(1, micros(entry.at()));
                append.setString(2, entry.kind().name());
                append.setString(3, entry.principal());
                append.setString(4, entry.session());
                append.setString(5, entry.series());
                append.setString(6, entry.network());
                append.setString(7, entry.detail());
                append.setInt(8, entry.count());
                append.executeUpdate();
            }
            return batch.size();
        });
    }

    @Override
    public List<AuditEntry> find(AuditQuery query) {
        boolean isOfPrincipal = !query.principal().isEmpty();
        String kinds = query.kinds().isEmpty()
                ? ""
                : query.kinds().stream().map(AuditKind::name).collect(Collectors.joining(",", ",", ","));
        return database.read(statements -> {
            PreparedStatement find = statements.of(isOfPrincipal ? FIND_OF_PRINCIPAL : FIND);
            int parameter = 1;
            if (isOfPrincipal) {
                find.setString(parameter++, query.principal());
            }
            find.setLong(parameter++, micros(query.since()));
            find.setString(parameter++, kinds);
            find.setString(parameter++, kinds);
            find.setInt(parameter, query.limit());
            List<AuditEntry> entries = new ArrayList<>();
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    corruptEntries.read(row, JdbcAuditStore::entry).ifPresent(entries::add);
                }
            }
            return List.copyOf(entries);
        });
    }

    @Override
    public int purge(Instant before, int limit) {
        return database.write(statements -> {
            PreparedStatement purge = statements.of(PURGE);
            purge.setLong(1, micros(before));
            purge.setInt(2, limit);
            return purge.executeUpdate();
        });
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
