/**
 * All of core in one piece: {@link dev.latchkey.core.Stores} is everything that is kept, {@link
 * dev.latchkey.core.LoginRules} is everything that may be chosen, {@link dev.latchkey.core.Installation} brings the
 * services together on them. Whoever embeds core, a server or a test, begins here; nothing else in core knows of it.
 */
@NullMarked
package dev.latchkey.core;

import org.jspecify.annotations.NullMarked;
