/**
 * Latchkey in a servlet container. {@link dev.latchkey.servlet.LatchkeyFilter} answers the routes of the API and guards
 * every other path as those are guarded; {@link dev.latchkey.servlet.Visit} tells a servlet who came. No {@code
 * HttpSession} is used or made: a login of Latchkey holds no attributes.
 */
@NullMarked
package dev.latchkey.servlet;

import org.jspecify.annotations.NullMarked;
