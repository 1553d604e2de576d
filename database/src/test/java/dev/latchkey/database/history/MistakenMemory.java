package dev.latchkey.database.history;

import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.token.TokenHash;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A memory of sessions before that of a node, with a mistake: it looks for an entry first, and whether it may answer after
 * that. It hears of changes as the node does.
 */
final class MistakenMemory {
    private static final long LONGEST_NANOS = Duration.ofMillis(500).toNanos();

    private final SessionStore right;
    private final Map<TokenHash, Lookup> entries = new ConcurrentHashMap<>();

    MistakenMemory(SessionStore right) {
        this.right = right;
    }

    /** The store, of which checks are answered wrongly; the rest is as it is. */
    SessionStore asStore(BooleanSupplier mayAnswer) {
        return (SessionStore) Proxy.newProxyInstance(
                SessionStore.class.getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("find")) {
                        return find((TokenHash) args[0], mayAnswer);
                    }
                    try {
                        return method.invoke(right, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Lookup find(TokenHash hash, BooleanSupplier mayAnswer) {
        Lookup entry = entries.get(hash);
        if (entry != null && mayAnswerSoon(mayAnswer)) {
            return entry;
        }
        Lookup found = right.find(hash);
        if (found instanceof Lookup.Live) {
            entries.put(hash, found);
        }
        return found;
    }

    /** A thread may lose its turn between the one and the other, for as long as it takes to do harm. */
    private static boolean mayAnswerSoon(BooleanSupplier mayAnswer) {
        long until = System.nanoTime() + LONGEST_NANOS;
        while (!mayAnswer.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    /** The feed, whose changes are applied here too. */
    SessionFeed hearing(SessionFeed feed) {
        return node -> {
            SessionFeed.Membership member = feed.join(node);
            return new SessionFeed.Membership() {
                @Override
                public void renew(Duration lease) {
                    member.renew(lease);
                }

                @Override
                public SessionFeed.Changes changes() {
                    SessionFeed.Changes changes = member.changes();
                    switch (changes) {
                        case SessionFeed.Changes.Since(var since) ->
                            since.forEach(change -> entries.remove(change.hash()));
                        case SessionFeed.Changes.Lost() -> entries.clear();
                    }
                    return changes;
                }

                @Override
                public void close() {
                    member.close();
                }
            };
        };
    }
}
