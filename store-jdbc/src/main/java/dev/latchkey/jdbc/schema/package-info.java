/** The tables: their scripts, and which program may work on which version of them. */
@NullMarked
package dev.latchkey.jdbc.schema;

import org.jspecify.annotations.NullMarked;
