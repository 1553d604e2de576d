/**
 * Which requests another site may have caused. {@link dev.latchkey.http.origin.CrossOriginProtection} is one pure
 * function from method, Fetch Metadata and Origin to a verdict.
 */
@NullMarked
package dev.latchkey.http.origin;

import org.jspecify.annotations.NullMarked;
