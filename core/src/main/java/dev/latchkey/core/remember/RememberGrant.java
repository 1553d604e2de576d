package dev.latchkey.core.remember;

import dev.latchkey.core.token.RememberToken;
import java.time.Duration;

/**
 * A remember-me cookie to set.
 *
 * @param token its secret
 * @param maxAge how long the browser is to keep it: until the series ends, at least 1 second
 */
public record RememberGrant(RememberToken token, Duration maxAge) {}
