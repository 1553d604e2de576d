package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.servlet.LatchkeyFilter;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Latchkey as beans: each is replaced by one of the application's. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Import({SqliteConfiguration.class, MemoryConfiguration.class})
class LatchkeyAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    PasswordHasher latchkeyPasswordHasher() {
        return new Argon2idHasher();
    }

    /** Closed before its stores are, because it was made of them. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Latchkey latchkey(
            Environment environment,
            Stores stores,
            PasswordHasher hasher,
            ObjectProvider<AuthEventListener> listeners,
            ObjectProvider<LatchkeyCustomizer> customizers) {
        LatchkeySettings settings = new LatchkeySettings(environment);
        Latchkey.Builder builder = Latchkey.builder()
                .basePath(settings.basePath())
                .stores(stores)
                .hasher(hasher)
                .listener(AuthEventListener.all(listeners.orderedStream().toList()));
        settings.deployment().forEach(builder::setting);
        customizers.orderedStream().forEach(each -> each.customize(builder));
        return builder.build();
    }

    /** Just before Spring Security, which learns from it who came and says who may what. */
    @Bean
    @ConditionalOnMissingBean(name = "latchkeyFilter")
    FilterRegistrationBean<LatchkeyFilter> latchkeyFilter(Latchkey latchkey, Environment environment) {
        FilterRegistrationBean<LatchkeyFilter> registration =
                new FilterRegistrationBean<>(LatchkeyFilter.builder(latchkey)
                        .anyone("/*")
                        .unguarded(new LatchkeySettings(environment).unguarded())
                        .build());
        registration.setName("latchkey");
        registration.setUrlPatterns(List.of("/*"));
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 10);
        return registration;
    }
}
