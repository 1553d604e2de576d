/**
 * Cookies: reading the {@code Cookie} header by its strict grammar, and writing {@code Set-Cookie}.
 */
@NullMarked
package dev.latchkey.http.cookie;

import org.jspecify.annotations.NullMarked;
