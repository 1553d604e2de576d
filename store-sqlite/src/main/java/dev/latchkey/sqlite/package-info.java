/**
 * The stores in one SQLite file. {@link dev.latchkey.sqlite.SqliteDatabase} is the way in: it owns the file, its
 * connections and their threads, and hands out the stores.
 */
@NullMarked
package dev.latchkey.sqlite;

import org.jspecify.annotations.NullMarked;
