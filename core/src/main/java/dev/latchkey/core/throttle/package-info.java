/**
 * Slows guesses down before a password is hashed: {@link dev.latchkey.core.throttle.Throttle} counts and decides,
 * {@link dev.latchkey.core.throttle.ThrottleStore} keeps the counts, {@link dev.latchkey.core.throttle.ThrottleRule} is the
 * arithmetic of one budget and {@link dev.latchkey.core.throttle.Charge} that of several at once.
 *
 * <p>Nothing here locks anyone out. Strangers to an account wait for each other; a browser that logged in before has a
 * budget of its own, which strangers cannot spend (OWASP device cookies).
 */
@NullMarked
package dev.latchkey.core.throttle;

import org.jspecify.annotations.NullMarked;
