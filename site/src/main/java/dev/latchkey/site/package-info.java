/** What a browser is shown, and {@link dev.latchkey.site.FrontDoor} before it. */
@NullMarked
package dev.latchkey.site;

import org.jspecify.annotations.NullMarked;
