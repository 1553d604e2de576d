package dev.latchkey.spring;

import dev.latchkey.servlet.LoggedInUser;
import java.util.Collection;
import org.springframework.security.core.GrantedAuthority;

/**
 * A bean of this kind says what a person may do. It is asked once per request and nothing of it is kept: whoever is
 * taken off a list is off it at their next request. Without one nobody may more than being logged in allows.
 */
@FunctionalInterface
public interface LatchkeyAuthorities {
    /** What that person may do; empty for no more than everybody. */
    Collection<? extends GrantedAuthority> of(LoggedInUser user);
}
