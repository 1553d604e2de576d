package dev.latchkey.http.guard;

import java.util.Objects;

/**
 * On which terms a route lets requests in. A {@link Need} says it all for most; this is for those that are polled, that
 * cannot set cookies, or that are the API's own. A value.
 */
public final class Terms {
    private final Need need;
    private final Kind kind;
    private final boolean isUse;
    private final boolean mayRestore;
    private final boolean saysLogin;

    /** Whose pages may use the answers, and for what. */
    enum Kind {
        /** A route of the API: it answers {@code fetch} and a person's own eyes, and is embedded nowhere. */
        API,
        /** A route of the application, whose own pages may embed it. */
        ROUTE,
        /** A route at which a proxy asks on behalf of a request for something else, whose headers it brings. */
        ON_BEHALF
    }

    private Terms(Need need, Kind kind, boolean isUse, boolean mayRestore, boolean saysLogin) {
        this.need = need;
        this.kind = kind;
        this.isUse = isUse;
        this.mayRestore = mayRestore;
        this.saysLogin = saysLogin;
    }

    /** A route of the application that needs that. Coming is activity, and a remembered browser is brought back. */
    public static Terms of(Need need) {
        return new Terms(Objects.requireNonNull(need, "need"), Kind.ROUTE, true, true, false);
    }

    /** A route of the API that needs that. */
    public static Terms ofTheApi(Need need) {
        return new Terms(Objects.requireNonNull(need, "need"), Kind.API, true, true, false);
    }

    /**
     * A route at which a proxy asks who makes a request for something else. Nobody is brought back by it: the proxy may
     * well drop the cookies of the answer.
     */
    public static Terms onBehalf() {
        return new Terms(Need.MEMBER, Kind.ON_BEHALF, true, false, false);
    }

    /** The same where coming is no activity: for what a page asks by itself. */
    public Terms passive() {
        return new Terms(need, kind, false, mayRestore, saysLogin);
    }

    /** The same where nobody is brought back: for answers that cannot set cookies. */
    public Terms withoutReturn() {
        return new Terms(need, kind, isUse, false, saysLogin);
    }

    /** The same for a route whose clients test {@code login}: it is in every refusal but a 503. */
    public Terms sayingLogin() {
        return new Terms(need, kind, isUse, mayRestore, true);
    }

    Need need() {
        return need;
    }

    Kind kind() {
        return kind;
    }

    boolean isUse() {
        return isUse;
    }

    boolean mayRestore() {
        return mayRestore;
    }

    boolean saysLogin() {
        return saysLogin;
    }
}
