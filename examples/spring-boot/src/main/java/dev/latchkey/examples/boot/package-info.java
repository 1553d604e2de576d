/** An application of Spring Boot whose notes only members may read, and only fresh ones may delete. */
@NullMarked
package dev.latchkey.examples.boot;

import org.jspecify.annotations.NullMarked;
