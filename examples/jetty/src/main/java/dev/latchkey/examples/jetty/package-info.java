/** An application on Jetty whose notes only members may read, and only fresh ones may delete. */
@NullMarked
package dev.latchkey.examples.jetty;

import org.jspecify.annotations.NullMarked;
