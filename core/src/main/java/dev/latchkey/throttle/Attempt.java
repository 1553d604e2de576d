package dev.latchkey.throttle;

import java.util.List;

/** An attempt that was admitted and counted. One that failed needs no further call: it is counted already. */
public final class Attempt {
    private final ThrottleStore store;
    private final List<String> own;
    private final List<String> shared;

    /** The budgets of who tries, which success resets, and those of many, to which it gives back what it took. */
    Attempt(ThrottleStore store, List<String> own, List<String> shared) {
        this.store = store;
        this.own = List.copyOf(own);
        this.shared = List.copyOf(shared);
    }

    /**
     * The password was right. The shared budgets are given back one attempt and not reset: who owns one account could
     * otherwise go on guessing at others for ever.
     */
    public void succeeded() {
        own.forEach(store::reset);
        shared.forEach(store::giveBack);
    }

    /** The password was not looked at after all. */
    public void withdrawn() {
        own.forEach(store::giveBack);
        shared.forEach(store::giveBack);
    }
}
