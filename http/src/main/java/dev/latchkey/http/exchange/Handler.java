package dev.latchkey.http.exchange;

/** Answers requests. Thread-safe; may block. */
@FunctionalInterface
public interface Handler {
    /** Answers one request. */
    Response handle(Request request);

    /**
     * Whether memory can probably answer that request. Then {@link #handle} may be tried on a thread that must not wait
     * ({@link dev.latchkey.core.store.PromptThread}): it answers there without waiting, or throws
     * {@link dev.latchkey.core.store.WouldWaitException} before it did anything that a second try elsewhere would repeat.
     * Cheap, and never waits itself. Default: no.
     */
    default boolean isPrompt(Request request) {
        return false;
    }
}
