package dev.latchkey.spring;

import dev.latchkey.servlet.LoggedInUser;
import java.util.Collection;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * What the application's users may do, as its service says it.
 *
 * @param users those users
 */
record UserDetailsAuthorities(UserDetailsUsers users) implements LatchkeyAuthorities {
    @Override
    public Collection<? extends GrantedAuthority> of(LoggedInUser user) {
        return users.details(user.id())
                .filter(UserDetailsUsers::mayLogIn)
                .map(UserDetails::getAuthorities)
                .orElseThrow(() -> new DisabledException("no user any more, or one who is shut out"));
    }
}
