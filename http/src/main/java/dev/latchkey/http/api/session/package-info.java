/** Who is logged in, and what is theirs. */
@NullMarked
package dev.latchkey.http.api.session;

import org.jspecify.annotations.NullMarked;
