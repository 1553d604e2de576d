/** {@link dev.latchkey.icu.IcuLookalikes}: what core asks about names that look alike, answered by ICU4J. */
@NullMarked
package dev.latchkey.icu;

import org.jspecify.annotations.NullMarked;
