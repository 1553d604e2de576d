package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.FormLoginConfigurer;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.session.DisableEncodeUrlFilter;

/**
 * Puts Latchkey into a chain of Spring Security: {@code http.with(latchkey(), withDefaults())}, before anything else is said
 * of that chain. In it Latchkey's rule for other origins stands in place of Spring's CSRF tokens, no {@code HttpSession} is
 * made, refusals are those of the API, and whoever logs in by another way of Spring's gets a session of Latchkey. Who may
 * what is the application's to say.
 */
public final class LatchkeyConfigurer extends AbstractHttpConfigurer<LatchkeyConfigurer, HttpSecurity> {
    private LatchkeyAuthorities authorities = user -> List.of();

    private LatchkeyConfigurer() {}

    /** Latchkey, for {@link HttpSecurity#with}. */
    public static LatchkeyConfigurer latchkey() {
        return new LatchkeyConfigurer();
    }

    /** What people may do in this chain. Default: what the bean of that kind says; without one, nothing. */
    public LatchkeyConfigurer authorities(LatchkeyAuthorities value) {
        this.authorities = Objects.requireNonNull(value, "authorities");
        return this;
    }

    /** At once, and not when the chain is built: by then others have found the places where Spring keeps a login. */
    @Override
    public void setBuilder(HttpSecurity http) {
        super.setBuilder(http);
        ApplicationContext beans = http.getSharedObject(ApplicationContext.class);
        authorities = beans.getBeanProvider(LatchkeyAuthorities.class).getIfAvailable(() -> authorities);
        Latchkey latchkey = beans.getBean(Latchkey.class);
        Refusals refusals = new Refusals(latchkey, authentications());
        LatchkeyPrincipals principals = beans.getBeanProvider(LatchkeyPrincipals.class)
                .getIfAvailable(
                        () -> new OwnNames(latchkey.installation().stores().users()));
        // Every request passed the filter before: pages of other sites were refused, by more than a token would.
        http.csrf(AbstractHttpConfigurer::disable)
                // Logging out is a request of the page, POST /api/logout; a link to /logout must not do it.
                .logout(AbstractHttpConfigurer::disable)
                // What it would look after is no session of ours, and it would make one of the container to keep a
                // login in.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(contexts ->
                        contexts.securityContextRepository(new VisitContextRepository(authentications(), principals)))
                .requestCache(requests -> requests.requestCache(new NullRequestCache()))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals));
    }

    /** Once everything is said: what the chain has by now of forms and logouts is Latchkey's too. */
    @Override
    @SuppressWarnings("unchecked") // asked for by their classes, which have no type arguments
    public void init(HttpSecurity http) {
        http.addFilter(new DisableEncodeUrlFilter()); // came with the session management
        ApplicationContext beans = http.getSharedObject(ApplicationContext.class);
        LogoutConfigurer<HttpSecurity> logout = http.getConfigurer(LogoutConfigurer.class);
        if (logout != null) {
            logout.addLogoutHandler(new LogoutOfLatchkey(beans.getBean(Latchkey.class)));
        }
        FormLoginConfigurer<HttpSecurity> form = http.getConfigurer(FormLoginConfigurer.class);
        if (form != null && hasPasswords(beans)) {
            form.authenticationDetailsSource(FormLogins.Sent::new);
            http.authenticationProvider(new FormLogins(authentications()));
            http.addFilterBefore(new WithoutSession(), UsernamePasswordAuthenticationFilter.class);
        }
    }

    private Authentications authentications() {
        return new Authentications(user -> authorities.of(user));
    }

    /** Whether passwords are Latchkey's to check: not where the application brought what checks them elsewhere. */
    private static boolean hasPasswords(ApplicationContext beans) {
        return beans.getBeanNamesForType(UserDetailsService.class).length > 0
                || Stream.of(AuthenticationManager.class, AuthenticationProvider.class)
                        .flatMap(type -> Stream.of(beans.getBeanNamesForType(type)))
                        .allMatch(LatchkeySecurityAutoConfiguration.OWN_PROVIDER::equals);
    }
}
