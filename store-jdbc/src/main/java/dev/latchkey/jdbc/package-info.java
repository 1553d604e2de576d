/**
 * The stores on an application's own data source. {@link dev.latchkey.jdbc.JdbcStores} is the way in. Each act takes a
 * connection and gives it back; which database it is decides a handful of words ({@code Words}), and the scripts.
 */
@NullMarked
package dev.latchkey.jdbc;

import org.jspecify.annotations.NullMarked;
