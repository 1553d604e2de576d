/**
 * HTTP/1.1 and HTTP/2 on Netty behind the protocol's neutral exchange: {@link dev.latchkey.engine.Engine} listens,
 * turns what arrives into a {@link dev.latchkey.http.exchange.Request} and writes the
 * {@link dev.latchkey.http.exchange.Response} that a handler gave. No other package sees Netty.
 *
 * <p>Each event loop reads, parses, writes and watches deadlines for its own connections. A request that memory can
 * answer is answered there; any other on a virtual thread. What a request means is decided elsewhere.
 */
@NullMarked
package dev.latchkey.engine;

import org.jspecify.annotations.NullMarked;
