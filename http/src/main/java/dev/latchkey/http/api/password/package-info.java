/** A password proven again, and another one in its place. */
@NullMarked
package dev.latchkey.http.api.password;

import org.jspecify.annotations.NullMarked;
