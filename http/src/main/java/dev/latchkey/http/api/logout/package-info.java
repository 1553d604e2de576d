/** The end of a login, asked for by its browser. */
@NullMarked
package dev.latchkey.http.api.logout;

import org.jspecify.annotations.NullMarked;
