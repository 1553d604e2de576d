package dev.latchkey.core.throttle;

import dev.latchkey.core.credential.HashingBulkhead.Share;
import dev.latchkey.core.store.StoreUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** An attempt that was admitted and counted. One that failed needs no further call: it is counted already. */
public final class Attempt {
    private final ThrottleStore store;
    private final Share share;
    private final List<String> own;
    private final List<String> shared;
    private final List<String> pace;

    /**
     * Knows the keys it was charged to.
     *
     * @param own of who tries: success forgets them
     * @param shared of many: success takes back what this attempt took
     * @param pace charged to right and wrong alike
     */
    Attempt(ThrottleStore store, Share share, List<String> own, List<String> shared, List<String> pace) {
        this.store = Objects.requireNonNull(store, "store");
        this.share = Objects.requireNonNull(share, "share");
        this.own = List.copyOf(own);
        this.shared = List.copyOf(shared);
        this.pace = List.copyOf(pace);
    }

    /** Whose turn it is when passwords are hashed. */
    public Share share() {
        return share;
    }

    /**
     * The password was right. The shared budgets are given back one attempt and not reset: who owns one account could
     * otherwise go on guessing at others for ever.
     *
     * <p>A store that cannot do that now leaves the attempt counted, and nobody hears of it: an answer that differed then
     * would tell that the password was right.
     */
    public void succeeded() {
        settle(own, shared);
    }

    /** The password was not looked at, nor was that begun. Likewise. */
    public void withdrawn() {
        settle(List.of(), Stream.of(own, shared, pace).flatMap(List::stream).toList());
    }

    private void settle(Collection<String> forgotten, Collection<String> givenBack) {
        try {
            store.settle(forgotten, givenBack);
        } catch (StoreUnavailableException stillCounted) {
            System.getLogger(Attempt.class.getName())
                    .log(System.Logger.Level.DEBUG, "an attempt stays counted", stillCounted);
        }
    }
}
