package dev.latchkey.spring;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.latchkey.Latchkey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AllRequiredFactorsAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Asks for a proof no older than two minutes, by Spring Security's own means. */
@Configuration(proxyBeanMethods = false)
class OwnChain {
    @Bean
    SecurityFilterChain chain(HttpSecurity http, Latchkey latchkey) throws Exception {
        AllRequiredFactorsAuthorizationManager<RequestAuthorizationContext> recent =
                AllRequiredFactorsAuthorizationManager.<RequestAuthorizationContext>builder()
                        .requireFactor(factor -> factor.passwordAuthority().validDuration(Duration.ofMinutes(2)))
                        .build();
        recent.setClock(new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return latchkey.installation().clock().instant();
            }
        });
        return http.with(LatchkeyConfigurer.latchkey(), withDefaults())
                .authorizeHttpRequests(requests -> requests.requestMatchers("/open", "/error")
                        .permitAll()
                        .requestMatchers("/payments")
                        .access(recent)
                        .anyRequest()
                        .authenticated())
                .build();
    }
}
