/** An application on Helidon SE whose notes only members may read, and only fresh ones may delete. */
@NullMarked
package dev.latchkey.examples.helidon;

import org.jspecify.annotations.NullMarked;
