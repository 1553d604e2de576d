/**
 * Streams through which a browser hears by itself that its session is over. {@link
 * dev.latchkey.http.api.events.EventStreams} knows those that are open, {@link dev.latchkey.http.api.events.GetEvents}
 * opens them; how the pieces of one travel is left to adapters.
 */
@NullMarked
package dev.latchkey.http.api.events;

import org.jspecify.annotations.NullMarked;
