package dev.latchkey.spring.test;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/** Keeps logins in memory where a test has no database, as that of controllers alone; whatever a property says goes before. */
final class MemoryInTests implements EnvironmentPostProcessor {
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment
                .getPropertySources()
                .addLast(new MapPropertySource("latchkeyTests", Map.of("latchkey.in-memory", "without-database")));
    }
}
