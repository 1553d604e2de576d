/**
 * Helidon SE behind the protocol's neutral exchange: {@link dev.latchkey.server.engine.Engine} listens, turns what
 * arrives into a {@link dev.latchkey.http.exchange.Request} and writes the
 * {@link dev.latchkey.http.exchange.Response} that a handler gave. No other package sees Helidon.
 *
 * <p>Helidon parses; what it leaves open is closed here: deadlines for every read and write, a limit of connections, a
 * stricter request line and chunk framing, one shape of every error. What a request means is decided elsewhere.
 */
@NullMarked
package dev.latchkey.server.engine;

import org.jspecify.annotations.NullMarked;
