/**
 * Refusals as pages: what a person whose browser was on the way somewhere sees of them, in words, without a script, in
 * their language.
 */
@NullMarked
package dev.latchkey.site.refusal;

import org.jspecify.annotations.NullMarked;
