package dev.latchkey.spring;

import dev.latchkey.core.principal.PrincipalId;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Knows who one of an identity provider's people is. */
@Configuration(proxyBeanMethods = false)
class Known {
    @Bean
    LatchkeyPrincipals principals() {
        return authentication ->
                authentication.getName().equals("sub-17") ? Optional.of(new PrincipalId("u-jane")) : Optional.empty();
    }
}
