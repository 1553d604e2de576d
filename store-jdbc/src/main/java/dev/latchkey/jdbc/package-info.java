/**
 * The stores in SQL. {@link dev.latchkey.jdbc.SqliteDatabase} is the way in: it owns one file, its connections and
 * their threads, and hands out the stores.
 *
 * <p>The stores' SQL is portable and knows only a {@link dev.latchkey.jdbc.Transactor}; what is particular to a
 * database (connections, threads, migrations) is beside it. Instants are kept to the microsecond, rounded down.
 */
@NullMarked
package dev.latchkey.jdbc;

import org.jspecify.annotations.NullMarked;
