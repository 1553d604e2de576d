/**
 * Brings users of another product in from a file, all of them or none: {@link dev.latchkey.server.userimport.UserImport}
 * reads it and says what it would do, then does it.
 */
@NullMarked
package dev.latchkey.server.userimport;

import org.jspecify.annotations.NullMarked;
