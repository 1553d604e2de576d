package dev.latchkey.spring;

import static dev.latchkey.spring.LatchkeyConfigurer.latchkey;
import static org.springframework.security.config.Customizer.withDefaults;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextRepository;

/** A chain in which one logs in by a form of Spring Security, and by something that comes back from elsewhere. */
@Configuration(proxyBeanMethods = false)
class OtherLogins {
    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
        http.with(latchkey(), latchkey -> latchkey.authorities(user -> List.of(new SimpleGrantedAuthority("ROLE_X"))))
                .formLogin(withDefaults())
                .logout(logout -> logout.logoutSuccessUrl("/bye"))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/error")
                        .permitAll()
                        .anyRequest()
                        .authenticated());
        Callback callback = new Callback();
        callback.setSecurityContextRepository(http.getSharedObject(SecurityContextRepository.class));
        return http.addFilterBefore(callback, UsernamePasswordAuthenticationFilter.class)
                .build();
    }

    /** Believes whatever it is told: who, and by which factor. */
    private static final class Callback extends AbstractAuthenticationProcessingFilter {
        Callback() {
            super("/callback", authentication -> authentication);
        }

        @Override
        public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response) {
            List<GrantedAuthority> factors = Arrays.stream(request.getParameterValues("factor"))
                    .<GrantedAuthority>map(FactorGrantedAuthority::fromAuthority)
                    .toList();
            return new TestingAuthenticationToken(request.getParameter("name"), "", factors);
        }
    }
}
