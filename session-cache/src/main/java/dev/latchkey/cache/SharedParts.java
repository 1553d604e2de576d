package dev.latchkey.cache;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.session.Session;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes equal parts of sessions one object, because very many are kept: the names of one person, the browsers of all.
 * Thread-safe. Bounded: what is not known when it is full is kept as it came.
 */
final class SharedParts {
    private static final int CAPACITY = 4096;

    private final ConcurrentHashMap<Browser, Browser> browsers = new ConcurrentHashMap<>();

    /** An equal session that needs less memory of its own. */
    Session of(Session session) {
        return session.sharing(withOneName(session.principal()), shared(session.browser()));
    }

    /** People without a name of their own are greeted by their username. */
    private static Principal withOneName(Principal principal) {
        String username = principal.username();
        return username.equals(principal.name()) ? new Principal(principal.id(), username, username) : principal;
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
