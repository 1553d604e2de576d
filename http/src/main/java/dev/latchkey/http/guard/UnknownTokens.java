package dev.latchkey.http.guard;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.http.browser.ClientReader;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.problem.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Counts session tokens that belong to no session, and tells once when a network sends a stream of them (ASVS 5.0
 * V16.3.3). Nobody is refused for it: a token of 256 bits is not guessed, and whether it is good must be looked up before
 * anyone could be; only people with an old cookie would be kept from their login.
 *
 * <p>What is kept is bounded: networks whose places fall together push each other out. Thread-safe.
 */
final class UnknownTokens {
    static final int STREAM = 100;
    static final Duration WINDOW = Duration.ofMinutes(10);

    /** A power of two. */
    private static final int PLACES = 1024;

    private final ClientReader clientReader;
    private final AuthEventListener listener;
    private final AtomicReferenceArray<Seen> seen = new AtomicReferenceArray<>(PLACES);

    UnknownTokens(ClientReader clientReader, AuthEventListener listener) {
        this.clientReader = clientReader;
        this.listener = listener;
    }

    private record Seen(String network, Instant since, int count) {}

    /** Counts a visit whose token was unknown, and passes over every other one. */
    void note(Request request, Access access, Instant now) {
        if (!(access instanceof Access.Stranger stranger) || stranger.reason() != Reason.UNKNOWN) {
            return;
        }
        String network = clientReader.of(request).address().network();
        listener.on(new AuthEvent.UnknownSessionToken(now, network));
        int hash = network.hashCode();
        Seen counted = seen.accumulateAndGet(
                (hash ^ (hash >>> 16)) & (PLACES - 1), new Seen(network, now, 1), UnknownTokens::added);
        // Each count is reached once in a window, by whichever thread.
        if (counted.count() == STREAM) {
            listener.on(new AuthEvent.UnknownSessionTokens(now, network, STREAM));
        }
    }

    private static Seen added(Seen known, Seen one) {
        boolean isSameWindow = known != null
                && known.network().equals(one.network())
                && !one.since().isBefore(known.since())
                && one.since().isBefore(known.since().plus(WINDOW));
        return isSameWindow ? new Seen(known.network(), known.since(), Math.min(known.count() + 1, STREAM + 1)) : one;
    }
}
