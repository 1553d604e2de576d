/**
 * JSON, read strictly and written by streaming. The only package that knows the format.
 */
@NullMarked
package dev.latchkey.http.wire;

import org.jspecify.annotations.NullMarked;
