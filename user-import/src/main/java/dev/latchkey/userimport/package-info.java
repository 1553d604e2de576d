/**
 * Brings users of another product in from a file, all of them or none: {@link dev.latchkey.userimport.UserImport}
 * reads it and says what it would do, then does it. {@code FileText} knows encodings, {@code CsvUsers} and
 * {@code JsonUsers} the two shapes of a file, {@code Exports} what products write into their own. Whatever is refused is
 * refused with its place, its cause and what to do.
 */
@NullMarked
package dev.latchkey.userimport;

import org.jspecify.annotations.NullMarked;
