/**
 * What everything is kept in: a SQLite file that one server has to itself, or a PostgreSQL database that any number share.
 * {@link dev.latchkey.database.Database} is all that the rest knows of either.
 */
@NullMarked
package dev.latchkey.database;

import org.jspecify.annotations.NullMarked;
