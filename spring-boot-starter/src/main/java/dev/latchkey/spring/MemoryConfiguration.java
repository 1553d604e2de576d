package dev.latchkey.spring;

import dev.latchkey.core.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Nothing is kept, because somebody asked for it; which is told aloud. */
@Configuration(proxyBeanMethods = false)
@Conditional(KeptIn.Memory.class)
@ConditionalOnMissingBean(Stores.class)
class MemoryConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.spring");

    @Bean
    Storage latchkeyStorage() {
        LOG.warn("everything is kept in memory: a restart logs everybody out ({} = true)", LatchkeySettings.IN_MEMORY);
        return Storage.memory();
    }
}
