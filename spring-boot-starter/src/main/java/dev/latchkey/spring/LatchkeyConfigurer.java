package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import java.util.List;
import org.springframework.context.ApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.savedrequest.NullRequestCache;

/**
 * Puts Latchkey into a chain of Spring Security: {@code http.with(latchkey(), withDefaults())}. In that chain Latchkey's
 * rule for other origins stands in place of Spring's CSRF tokens, no {@code HttpSession} is made, and refusals are those
 * of the API. Who may what is the application's to say.
 */
public final class LatchkeyConfigurer extends AbstractHttpConfigurer<LatchkeyConfigurer, HttpSecurity> {
    private LatchkeyConfigurer() {}

    /** Latchkey, for {@link HttpSecurity#with}. */
    public static LatchkeyConfigurer latchkey() {
        return new LatchkeyConfigurer();
    }

    /** At once, and not when the chain is built: by then others have found the places where Spring keeps a login. */
    @Override
    public void setBuilder(HttpSecurity http) {
        super.setBuilder(http);
        ApplicationContext beans = http.getSharedObject(ApplicationContext.class);
        LatchkeyAuthorities authorities =
                beans.getBeanProvider(LatchkeyAuthorities.class).getIfAvailable(() -> user -> List.of());
        Refusals refusals = new Refusals(beans.getBean(Latchkey.class));
        // Every request passed the filter before: pages of other sites were refused, by more than a token would.
        http.csrf(AbstractHttpConfigurer::disable)
                // Logging out is a request of the page, POST /api/logout; a link to /logout must not do it.
                .logout(AbstractHttpConfigurer::disable)
                // What it would look after is no session of ours, and it would make one of the container to keep a
                // login in.
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(
                        contexts -> contexts.securityContextRepository(new VisitContextRepository(authorities)))
                .requestCache(requests -> requests.requestCache(new NullRequestCache()))
                .exceptionHandling(
                        refused -> refused.authenticationEntryPoint(refusals).accessDeniedHandler(refusals));
    }
}
