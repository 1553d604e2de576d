/**
 * The optional CSRF token: bound to the browser by a nonce in a cookie of its own, kept nowhere on the server.
 */
@NullMarked
package dev.latchkey.http.csrf;

import org.jspecify.annotations.NullMarked;
