package dev.latchkey.spring;

import dev.latchkey.servlet.LoggedInUser;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;

/** Somebody who is logged in, for Spring Security: the principal is a {@link LoggedInUser}. */
public final class LatchkeyAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient LoggedInUser user;
    private final boolean isFresh;

    /**
     * Somebody of whom that is known: for tests, and for what finds people out by itself.
     *
     * @param isFresh whether a credential was proven recently
     */
    public LatchkeyAuthentication(
            LoggedInUser user, boolean isFresh, Collection<? extends GrantedAuthority> authorities) {
        super(authorities);
        this.user = user;
        this.isFresh = isFresh;
        super.setAuthenticated(true);
    }

    @Override
    public LoggedInUser getPrincipal() {
        return user;
    }

    /** Nothing: what was proven is over, and kept nowhere. */
    @Override
    public String getCredentials() {
        return "";
    }

    /** Whether a credential was proven recently. */
    public boolean isFresh() {
        return isFresh;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LatchkeyAuthentication that
                && user.equals(that.user)
                && isFresh == that.isFresh
                && super.equals(other);
    }

    @Override
    public int hashCode() {
        return user.hashCode();
    }
}
