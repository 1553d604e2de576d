package dev.latchkey.spring;

import dev.latchkey.LoginResult;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.servlet.Visit;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AccountStatusException;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Checks what a login form of Spring Security sends just as the API checks it: guessed at no faster, hashed no more at once,
 * and the session is that of any other login. Has no opinion about passwords that came by another way.
 *
 * @param authentications makes of the member what Spring knows them by
 */
record FormLogins(Authentications authentications) implements AuthenticationProvider {
    /** What came by a form, and the request that it came by. */
    static final class Sent extends WebAuthenticationDetails {
        private static final long serialVersionUID = 1L;

        private final transient HttpServletRequest request;

        Sent(HttpServletRequest request) {
            super(request);
            this.request = request;
            WithoutSession.sentAForm(request);
        }
    }

    /** Ends the asking: another provider, of no throttle, is not to look at the same password. */
    static final class RefusedLoginException extends AccountStatusException {
        private static final long serialVersionUID = 1L;

        RefusedLoginException(String message) {
            super(message);
        }
    }

    @Override
    public boolean supports(Class<?> type) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
    }

    @Override
    public @Nullable Authentication authenticate(Authentication authentication) {
        if (!(authentication.getDetails() instanceof Sent sent)) {
            return null;
        }
        Optional<Username> username = Username.parse(authentication.getName());
        Optional<Password> password = Password.parse(String.valueOf(authentication.getCredentials()));
        if (username.isEmpty() || password.isEmpty()) {
            throw wrong();
        }
        return switch (Visit.of(sent.request).logIn(username.get(), password.get(), false)) {
            case LoginResult.LoggedIn(var member) -> authentications.of(member).orElseThrow(FormLogins::wrong);
            case LoginResult.Refused() -> throw wrong();
            case LoginResult.Deferred(NotNow why) ->
                throw new RefusedLoginException("too many attempts: try again later");
            case LoginResult.Pending pending -> throw new IllegalStateException("no form takes a second proof");
        };
    }

    private static RefusedLoginException wrong() {
        return new RefusedLoginException("the username or the password is wrong");
    }
}
