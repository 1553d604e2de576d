package dev.latchkey.benchmarks.jmh;

import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.SessionStore.Insertion;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.token.TokenHash;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** A store that can be filled with a million sessions and asked, and nothing else. */
final class MapStore {
    private MapStore() {}

    static SessionStore create() {
        ConcurrentHashMap<TokenHash, Session> sessions = new ConcurrentHashMap<>();
        return (SessionStore) Proxy.newProxyInstance(
                MapStore.class.getClassLoader(), new Class<?>[] {SessionStore.class}, (proxy, method, args) -> switch (method.getName()) {
                    case "insert" -> sessions.putIfAbsent((TokenHash) args[0], (Session) args[1]) == null
                            ? new Insertion.Added(List.of())
                            : new Insertion.Refused();
                    case "find" -> {
                        Session session = sessions.get((TokenHash) args[0]);
                        yield session == null ? new Lookup.Absent() : new Lookup.Live(session);
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
