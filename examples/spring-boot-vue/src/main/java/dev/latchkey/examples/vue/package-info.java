/** An API of Spring Boot for a page of another origin. */
@NullMarked
package dev.latchkey.examples.vue;

import org.jspecify.annotations.NullMarked;
