package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.http.deployment.PublicSuffixes;
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
@Import({
    UserDetailsConfiguration.class,
    SqliteConfiguration.class,
    MemoryConfiguration.class,
    SuffixesConfiguration.class,
    HealthConfiguration.class
})
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
            ObjectProvider<UserDetailsUsers> users,
            PasswordHasher hasher,
            ObjectProvider<PublicSuffixes> suffixes,
            ObjectProvider<AuthEventListener> listeners,
            ObjectProvider<LatchkeyCustomizer> customizers) {
        LatchkeySettings settings = new LatchkeySettings(environment);
        Latchkey.Builder builder = Latchkey.builder()
                .basePath(settings.basePath())
                .stores(users.stream().findFirst().map(own -> with(own, stores)).orElse(stores))
                .hasher(hasher)
                .listener(AuthEventListener.all(listeners.orderedStream().toList()));
        suffixes.ifAvailable(builder::publicSuffixes);
        settings.requireSuffixes(suffixes.stream().findAny().isPresent());
        settings.written().forEach(builder::setting);
        customizers.orderedStream().forEach(each -> each.customize(builder));
        return builder.build();
    }

    private static Stores with(UserDetailsUsers users, Stores stores) {
        return new Stores(
                stores.transactions(),
                stores.sessions(),
                stores.series(),
                stores.budgets(),
                users,
                stores.secrets(),
                stores.audit());
    }

    @Bean
    @ConditionalOnMissingBean
    LatchkeySessions latchkeySessions(Latchkey latchkey) {
        return new LatchkeySessions(latchkey);
    }

    /** Just before Spring Security, which learns from it who came and says who may what. */
    @Bean
    @ConditionalOnMissingBean(name = "latchkeyFilter")
    FilterRegistrationBean<PlacedFilter> latchkeyFilter(Latchkey latchkey, Environment environment) {
        FilterRegistrationBean<PlacedFilter> registration =
                new FilterRegistrationBean<>(new PlacedFilter(LatchkeyFilter.builder(latchkey)
                        .anyone("/*")
                        .unguarded(new LatchkeySettings(environment).unguarded())
                        .build()));
        registration.setName("latchkey");
        registration.setUrlPatterns(List.of("/*"));
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        registration.setOrder(SecurityFilterProperties.DEFAULT_FILTER_ORDER - 10);
        return registration;
    }
}
