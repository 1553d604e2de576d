/**
 * Somebody who is logged in, for the tests of an application: {@link dev.latchkey.spring.test.LatchkeyUser#latchkeyUser} for
 * requests of MockMvc, {@link dev.latchkey.spring.test.WithLatchkeyUser} for everything else.
 */
@NullMarked
package dev.latchkey.spring.test;

import org.jspecify.annotations.NullMarked;
