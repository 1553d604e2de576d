/**
 * Who a request really came from when proxies stand between. {@link dev.latchkey.http.forwarding.Forwarding} believes
 * what trusted proxies say, up to the first hop that nobody vouches for, and ignores everybody else.
 */
@NullMarked
package dev.latchkey.http.forwarding;

import org.jspecify.annotations.NullMarked;
