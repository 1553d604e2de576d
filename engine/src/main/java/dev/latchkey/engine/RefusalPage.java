package dev.latchkey.engine;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;

/**
 * Puts what the engine refuses into a form that suits whoever asked: a person whose browser was on the way to a page sees
 * it in the window. Thread-safe; asked on event loops, so it must not wait.
 */
@FunctionalInterface
public interface RefusalPage {
    /**
     * A refusal with the same status, in that form or as it was.
     *
     * @param request of one that could not be read, as much as can be told: {@code -} for a method or a path, no lines
     */
    Response of(Response refusal, Request request);

    /** Leaves every refusal as it is. */
    static RefusalPage none() {
        return (refusal, request) -> refusal;
    }
}
