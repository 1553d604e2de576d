package dev.latchkey.spring;

import static dev.latchkey.spring.LatchkeyConfigurer.latchkey;
import static org.springframework.security.config.Customizer.withDefaults;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;

/** An application that had users before it had Latchkey. */
@Configuration(proxyBeanMethods = false)
class OwnUsers {
    static final String PASSWORD = "open sesame, open sesame";

    /** A table whose rows a test changes. Names are compared as MySQL does. */
    static final class Table implements UserDetailsService, UserDetailsPasswordService {
        private final Map<String, UserDetails> rows = new ConcurrentHashMap<>();
        private volatile boolean isDown;

        void put(UserDetails row) {
            rows.put(row.getUsername().toLowerCase(Locale.ROOT), row);
        }

        void putJane(String... roles) {
            rows.clear();
            isDown = false;
            put(jane(PASSWORD).roles(roles).build());
        }

        static User.UserBuilder jane(String password) {
            return User.withUsername("Jane").password("{noop}" + password);
        }

        void delete(String name) {
            rows.remove(name);
        }

        void isDown() {
            isDown = true;
        }

        @Override
        public UserDetails loadUserByUsername(String username) {
            if (isDown) {
                throw new IllegalStateException("no connection to the database");
            }
            return Optional.ofNullable(rows.get(username.toLowerCase(Locale.ROOT)))
                    .map(row -> User.withUserDetails(row).build())
                    .orElseThrow(() -> new UsernameNotFoundException("nobody"));
        }

        @Override
        public UserDetails updatePassword(UserDetails user, String password) {
            put(User.withUserDetails(user).password(password).build());
            return user;
        }
    }

    @Bean
    Table table() {
        return new Table();
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        return http.with(latchkey(), withDefaults())
                .formLogin(withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/error", "/open")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .build();
    }
}
