package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.micros;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a session is spelled in the columns of its table. */
final class SessionRows {
    /** All that a session is made of. */
    static final String COLUMNS = """
            id, principal_id, username, name, created_at, authenticated_at, proofs, last_seen_at, expires_at,
            series_id, is_remembered, is_confirmed, browser_family, browser_platform, browser_network, browser_exact
            """;

    private SessionRows() {}

    /** The values of {@link #COLUMNS}, in their order. */
    static @Nullable Object[] values(Session session) {
        return new @Nullable Object[] {
            session.id().value(),
            session.principal().id().value(),
            session.principal().username(),
            session.principal().name(),
            session.createdAt(),
            session.authenticatedAt(),
            spell(session.proofs()),
            session.lastSeenAt(),
            session.expiresAt(),
            series(session),
            isRemembered(session),
            isConfirmed(session),
            session.browser().family(),
            session.browser().platform(),
            session.browser().network(),
            session.browser().exact()
        };
    }

    static @Nullable String series(Session session) {
        return session.link().series().map(SeriesId::value).orElse(null);
    }

    static boolean isRemembered(Session session) {
        return session.link() instanceof SeriesLink.BornOf;
    }

    static boolean isConfirmed(Session session) {
        return !session.link().isUnconfirmed();
    }

    /** The session of a row. */
    static Session read(ResultSet row) throws SQLException {
        return new Session(
                new SessionId(text(row, "id")),
                new Principal(new PrincipalId(text(row, "principal_id")), text(row, "username"), text(row, "name")),
                instant(row, "created_at"),
                instant(row, "authenticated_at"),
                proofs(text(row, "proofs")),
                instant(row, "last_seen_at"),
                instant(row, "expires_at"),
                link(row),
                Columns.browser(row));
    }

    private static SeriesLink link(ResultSet row) throws SQLException {
        String series = row.getString("series_id");
        if (series == null) {
            return SeriesLink.none();
        }
        SeriesId id = new SeriesId(series);
        boolean isConfirmed = row.getBoolean("is_confirmed");
        return row.getBoolean("is_remembered")
                ? new SeriesLink.BornOf(id, isConfirmed)
                : new SeriesLink.Holds(id, isConfirmed);
    }

    /** Each as {@code word:micros}, with a space in between. */
    static String spell(List<Proof> proofs) {
        return proofs.stream()
                .map(proof -> proof.method().word() + ":" + micros(proof.at()))
                .collect(Collectors.joining(" "));
    }

    private static List<Proof> proofs(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(" ")).map(SessionRows::proof).toList();
    }

    private static Proof proof(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("a proof is a word and a time");
        }
        return new Proof(
                new ProofMethod(text.substring(0, colon)),
                Instant.EPOCH.plus(Long.parseLong(text.substring(colon + 1)), ChronoUnit.MICROS));
    }
}
