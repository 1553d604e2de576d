/**
 * Slows guesses down before a password is hashed: {@link dev.latchkey.throttle.Throttle} counts and decides,
 * {@link dev.latchkey.throttle.ThrottleStore} keeps the counts, {@link dev.latchkey.throttle.ThrottleRule} is the
 * arithmetic of one budget and {@link dev.latchkey.throttle.Charge} that of several at once.
 *
 * <p>Nothing here locks anyone out. Strangers to an account wait for each other; a browser that logged in before has a
 * budget of its own, which strangers cannot spend (OWASP device cookies).
 */
@NullMarked
package dev.latchkey.throttle;

import org.jspecify.annotations.NullMarked;
