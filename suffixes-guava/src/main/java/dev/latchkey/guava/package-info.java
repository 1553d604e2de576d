/** What a deployment needs to know of the world: which names are sites of their own. */
@NullMarked
package dev.latchkey.guava;

import org.jspecify.annotations.NullMarked;
