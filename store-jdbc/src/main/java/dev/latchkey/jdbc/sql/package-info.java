/**
 * The stores' SQL, for those who own a database: {@link dev.latchkey.jdbc.sql.SqlStores} makes the stores of a {@link
 * dev.latchkey.jdbc.sql.Transactor}, which is all they know of connections, threads and transactions. Instants are kept
 * to the microsecond, rounded down.
 */
@NullMarked
package dev.latchkey.jdbc.sql;

import org.jspecify.annotations.NullMarked;
