/**
 * The page of the single-page app: a template rendered with the session in it, so that the first paint is right
 * without asking anyone.
 */
@NullMarked
package dev.latchkey.site.page;

import org.jspecify.annotations.NullMarked;
