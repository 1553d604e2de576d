/** A real Redis for tests. */
@NullMarked
package dev.latchkey.testing.redis;

import org.jspecify.annotations.NullMarked;
