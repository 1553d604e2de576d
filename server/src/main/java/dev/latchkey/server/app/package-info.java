/**
 * The parts brought together: {@link dev.latchkey.server.app.LatchkeyServer} opens, wires, starts and stops them;
 * {@link dev.latchkey.site.FrontDoor} decides who answers a request.
 */
@NullMarked
package dev.latchkey.server.app;

import org.jspecify.annotations.NullMarked;
