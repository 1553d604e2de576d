/**
 * A request and a response as values that know no server: an adapter fills one and writes the other, and decides
 * nothing in between.
 */
@NullMarked
package dev.latchkey.http.exchange;

import org.jspecify.annotations.NullMarked;
