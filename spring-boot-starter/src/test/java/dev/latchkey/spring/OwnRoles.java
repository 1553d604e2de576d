package dev.latchkey.spring;

import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** Says what people may do. */
@Configuration(proxyBeanMethods = false)
class OwnRoles {
    @Bean
    LatchkeyAuthorities authorities() {
        return user -> user.username().equals("jane") ? List.of(new SimpleGrantedAuthority("ROLE_EDITOR")) : List.of();
    }
}
