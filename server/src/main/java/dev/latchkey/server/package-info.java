/** The standalone server. {@link dev.latchkey.server.Main} is where it begins. */
@NullMarked
package dev.latchkey.server;

import org.jspecify.annotations.NullMarked;
