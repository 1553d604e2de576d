/**
 * Guards routes, of the API and of the application around it: {@link dev.latchkey.http.guard.Guard} runs the checks of a
 * request in their one order and says who came. What a route then does is not decided here.
 */
@NullMarked
package dev.latchkey.http.guard;

import org.jspecify.annotations.NullMarked;
