/**
 * Session protection: is this the browser that logged in? {@link dev.latchkey.core.protection.SessionProtection} compares
 * what a session kept with what a request shows and gives a verdict; it asks nobody and changes nothing.
 *
 * <p>Whoever copies a cookie can copy a User-Agent too. This stops the careless thief and notices the others when they
 * come from another network; it is not what keeps cookies from being copied.
 */
@NullMarked
package dev.latchkey.core.protection;

import org.jspecify.annotations.NullMarked;
