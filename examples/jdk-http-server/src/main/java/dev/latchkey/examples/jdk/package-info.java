/** An application on the JDK's own HTTP server whose notes only members may read, and only fresh ones may delete. */
@NullMarked
package dev.latchkey.examples.jdk;

import org.jspecify.annotations.NullMarked;
