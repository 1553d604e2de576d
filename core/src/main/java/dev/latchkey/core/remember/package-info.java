/**
 * Remember me: a browser that comes back without a session gets a new one for a single-use token, and a token that
 * comes back spent gives a thief away. {@link dev.latchkey.core.remember.RememberMe} is the service,
 * {@link dev.latchkey.core.remember.RememberMeStore} keeps the series.
 *
 * <p>The scheme is Barry Jaspan's series and token, with what concurrency asks for: tabs that come at once with one
 * token all get the same successor and the same session.
 */
@NullMarked
package dev.latchkey.core.remember;

import org.jspecify.annotations.NullMarked;
