package dev.latchkey.http.exchange;

/** Answers requests. Thread-safe; may block. */
@FunctionalInterface
public interface Handler {
    /** Answers one request. */
    Response handle(Request request);
}
