package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.micrometer.LatchkeyMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a login counts, in the application's registry and by the names that the server uses. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({LatchkeyMetrics.class, MeterRegistry.class})
@ConditionalOnBean(MeterRegistry.class)
class MetricsConfiguration {
    @Bean
    LatchkeyMetrics latchkeyMetrics(MeterRegistry registry) {
        return new LatchkeyMetrics(registry);
    }

    @Bean
    AuthEventListener latchkeyEventMetrics(LatchkeyMetrics metrics) {
        return metrics.counting(AuthEventListener.none());
    }

    @Bean
    SmartInitializingSingleton latchkeyWatchedMetrics(LatchkeyMetrics metrics, Latchkey latchkey) {
        return () -> {
            metrics.watch(latchkey.installation().hashing());
            metrics.watch(latchkey.guard());
        };
    }
}
