package dev.latchkey.cache;

import dev.latchkey.browser.Browser;
import dev.latchkey.session.Session;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes equal parts of sessions one object, because very many are kept: instants of one session, browsers of all.
 * Thread-safe. Bounded: what is not known when it is full is kept as it came.
 */
final class SharedParts {
    private static final int CAPACITY = 4096;

    private final ConcurrentHashMap<Browser, Browser> browsers = new ConcurrentHashMap<>();

    /** An equal session that needs less memory of its own. */
    Session of(Session session) {
        Instant created = session.createdAt();
        Instant authenticated = sameIfEqual(created, session.authenticatedAt());
        return new Session(
                session.id(),
                session.principal(),
                created,
                authenticated,
                sameIfEqual(authenticated, session.lastSeenAt()),
                session.expiresAt(),
                session.link(),
                shared(session.browser()));
    }

    private static Instant sameIfEqual(Instant known, Instant other) {
        return known.equals(other) ? known : other;
    }

    private Browser shared(Browser browser) {
        Browser known = browsers.get(browser);
        if (known != null) {
            return known;
        }
        if (browsers.mappingCount() < CAPACITY) {
            browsers.putIfAbsent(browser, browser);
        }
        return browser;
    }
}
