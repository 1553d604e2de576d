/**
 * Stores that keep everything in memory: the executable reading of the SPIs, for tests and for trying things
 * out. What they hold is gone with the process.
 */
@NullMarked
package dev.latchkey.core.memory;

import org.jspecify.annotations.NullMarked;
