/** A real PostgreSQL for tests, and a way to it that can be cut. */
@NullMarked
package dev.latchkey.postgresql;

import org.jspecify.annotations.NullMarked;
