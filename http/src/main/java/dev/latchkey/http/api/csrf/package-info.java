/** CSRF tokens, for those who send them. */
@NullMarked
package dev.latchkey.http.api.csrf;

import org.jspecify.annotations.NullMarked;
