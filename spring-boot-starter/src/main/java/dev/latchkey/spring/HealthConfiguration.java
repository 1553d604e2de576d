package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.store.StoreUnavailableException;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Whether people can be told apart and logged in, for an application that shows its health. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(HealthIndicator.class)
class HealthConfiguration {
    private static final PrincipalId NOBODY = new PrincipalId("nobody");

    @Bean
    @ConditionalOnMissingBean(name = "latchkeyHealthIndicator")
    HealthIndicator latchkeyHealthIndicator(Latchkey latchkey) {
        return () -> health(latchkey);
    }

    private static Health health(Latchkey latchkey) {
        if (!latchkey.upkeep().isAlive()) {
            return Health.down().withDetail("reason", "thread_ended").build();
        }
        if (!latchkey.upkeep().isClockSane()) {
            return Health.down().withDetail("reason", "clock_wrong").build();
        }
        try {
            int unused =
                    latchkey.installation().stores().sessions().list(NOBODY).size();
            return Health.up().build();
        } catch (StoreUnavailableException e) {
            // What the exception says may name a file or a host: the logs have it.
            return Health.down().withDetail("reason", "store_unavailable").build();
        }
    }
}
