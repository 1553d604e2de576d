package dev.latchkey.spring.test;

import dev.latchkey.Latchkey;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.SessionToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Makes a request of MockMvc one of somebody who is logged in: {@code get("/api/notes").with(latchkeyUser("jane"))}. There
 * is a session, and the request goes through everything that one of a browser goes through. Whoever is not there is added.
 * Immutable.
 */
public final class LatchkeyUser implements RequestPostProcessor {
    private final String username;
    private final boolean isFresh;

    private LatchkeyUser(String username, boolean isFresh) {
        this.username = username;
        this.isFresh = isFresh;
    }

    /** Somebody who logged in a while ago: what asks for a recent proof refuses them. */
    public static LatchkeyUser latchkeyUser(String username) {
        return new LatchkeyUser(username, false);
    }

    /** The same person, who proved the password just now. */
    public LatchkeyUser fresh() {
        return new LatchkeyUser(username, true);
    }

    /**
     * Lets the request come from that person: with the cookie of a session that is begun for it.
     *
     * @throws IllegalArgumentException when nobody can be called so
     * @throws IllegalStateException when the application has no Latchkey, or its users are kept elsewhere and this is none
     */
    @Override
    public MockHttpServletRequest postProcessRequest(MockHttpServletRequest request) {
        Latchkey latchkey = WebApplicationContextUtils.getRequiredWebApplicationContext(request.getServletContext())
                .getBean(Latchkey.class);
        request.addHeader(
                "Cookie",
                latchkey.policy().cookies().session().name() + "="
                        + begin(latchkey, user(latchkey)).cookieValue());
        return request;
    }

    private User user(Latchkey latchkey) {
        Username name = Username.parse(username)
                .orElseThrow(() -> new IllegalArgumentException("nobody can be called " + username));
        UserStore users = latchkey.installation().stores().users();
        return users.find(name).orElseGet(() -> {
            User added = User.withoutPassword(
                    new PrincipalId(latchkey.installation().tokens().newOpaqueId()), name, username);
            if (!users.insert(added)) {
                throw new IllegalStateException("there is no user " + username
                        + ", and they are kept where none can be added: name one who is there");
            }
            return added;
        });
    }

    private SessionToken begin(Latchkey latchkey, User user) {
        Instant now = latchkey.installation().clock().instant();
        Instant proven = now.minus(
                isFresh ? Duration.ZERO : latchkey.installation().rules().freshFor());
        SessionToken token =
                latchkey.installation().tokens().newSessionToken(user.id().partition());
        Session session = new Session(
                latchkey.installation().tokens().newSessionId(user.id().partition()),
                user.principal(),
                now,
                proven,
                List.of(Proof.byPassword(proven)),
                now,
                now.plus(latchkey.installation().rules().sessions().absoluteTimeout()),
                SeriesLink.none(),
                Browser.unknown());
        if (!latchkey.installation().stores().sessions().insert(token.hash(), session)) {
            throw new IllegalStateException("the store of sessions took none");
        }
        return token;
    }
}
