package dev.latchkey.jdbc.sql;

import dev.latchkey.jdbc.schema.Dialect;
import java.util.Locale;

/**
 * What databases say differently; all other SQL of ours is understood by each.
 *
 * @param unlessThere what ends an insertion that is to pass over what is there already; empty where the database refuses
 *     such an insertion alone and goes on with the transaction
 * @param beginOne what begins a transaction of one store's write: it runs beside others of its kind, and never beside a
 *     whole act
 * @param beginWhole what begins a transaction of several writes: it comes out as if nothing else ran meanwhile
 * @param lock what keeps others from the same thing (two numbers that stand for it) until the transaction ends; empty
 *     where a transaction that writes is alone anyway
 * @param lockTables what begins a change of the tables, so that of two programs one waits for the other
 * @param isShared whether several nodes may work on it, which are told of each other's changes
 */
public record Words(
        String unlessThere, String beginOne, String beginWhole, String lock, String lockTables, boolean isShared) {
    private static final String PASS_OVER = " on conflict do nothing";

    /** A write like any other: the database lets one transaction write to that row at a time. */
    private static final String ALONE = "update latchkey_upkeep set checks = checks where id = 1";

    /** Of no other program, by all that is likely: the bytes of "latchkey". */
    private static final long GATE = 0x6c61_7463_686b_6579L;

    /** Each statement is to see what was committed before it began, also after it waited for a lock. */
    private static final String SEE_ALL = "set transaction isolation level read committed; ";

    private static final Words SQLITE =
            new Words(PASS_OVER, ALONE, ALONE, "", makeHistory("integer", " strict, without rowid"), false);
    private static final Words H2 = new Words("", ALONE, ALONE, "", makeHistory("bigint", ""), false);
    private static final Words POSTGRESQL = new Words(
            PASS_OVER,
            SEE_ALL + "select pg_advisory_xact_lock_shared(" + GATE + ")",
            SEE_ALL + "select pg_advisory_xact_lock(" + GATE + ")",
            "select pg_advisory_xact_lock(?, ?)",
            "select pg_advisory_xact_lock(" + (GATE + 1) + ")",
            true);

    private static String makeHistory(String instant, String options) {
        return String.format(Locale.ROOT, """
            create table if not exists latchkey_schema (
                version        integer not null primary key,
                oldest_program integer not null,
                applied_at     %s not null
            )%s""", instant, options);
    }

    /** Those of a database. */
    public static Words of(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> SQLITE;
            case POSTGRESQL -> POSTGRESQL;
            case H2 -> H2;
        };
    }
}
