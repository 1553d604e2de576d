package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An endpoint for operators, where the application has some and exposes this one. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(endpoint = SessionsEndpoint.class)
class EndpointConfiguration {
    @Bean
    @ConditionalOnMissingBean
    SessionsEndpoint latchkeySessionsEndpoint(Latchkey latchkey, LatchkeySessions sessions) {
        return new SessionsEndpoint(latchkey, sessions);
    }
}
