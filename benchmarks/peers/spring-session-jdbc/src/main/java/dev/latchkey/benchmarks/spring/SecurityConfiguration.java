package dev.latchkey.benchmarks.spring;

import java.util.stream.IntStream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Spring Security's defaults with a form login. CSRF protection stays on; only the login goes without a token. */
@Configuration
class SecurityConfiguration {
    private static final int USERS = 1000;

    @Bean
    SecurityFilterChain filterChain(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/api/getsession")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .csrf(csrf -> csrf.ignoringRequestMatchers("/api/login"))
                .formLogin(form -> form.loginProcessingUrl("/api/login")
                        .successHandler((request, response, authentication) -> response.setStatus(200))
                        .failureHandler((request, response, failure) -> response.setStatus(401)))
                .build();
    }

    /**
     * Passwords are compared in plain, so that filling the server with sessions takes a minute; a session check never looks at
     * them. The default encoder will not do: it turns a {@code {noop}} password into bcrypt at its first login.
     */
    @Bean
    PasswordEncoder plain() {
        return new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return password.toString();
            }

            @Override
            public boolean matches(CharSequence password, String stored) {
                return stored.contentEquals(password);
            }
        };
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(IntStream.range(0, USERS)
                .mapToObj(i -> User.withUsername("user" + i)
                        .password("correct horse battery staple")
                        .roles("USER")
                        .build())
                .toArray(UserDetails[]::new));
    }
}
