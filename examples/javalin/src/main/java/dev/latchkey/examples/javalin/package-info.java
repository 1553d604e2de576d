/** An application on Javalin whose notes only members may read, and only fresh ones may delete. */
@NullMarked
package dev.latchkey.examples.javalin;

import org.jspecify.annotations.NullMarked;
