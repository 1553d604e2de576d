package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.Upkeep;
import dev.latchkey.argon2.Argon2idHasher;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.UserDirectory;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.http.deployment.PublicSuffixes;
import dev.latchkey.servlet.LatchkeyFilter;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
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
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@Import({
    UserDetailsConfiguration.class,
    JdbcConfiguration.class,
    SqliteConfiguration.class,
    MemoryConfiguration.class,
    FirstUserConfiguration.class,
    SuffixesConfiguration.class,
    HealthConfiguration.class,
    EndpointConfiguration.class,
    MetricsConfiguration.class
})
class LatchkeyAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    PasswordHasher latchkeyPasswordHasher() {
        return new Argon2idHasher();
    }

    @Bean
    @ConditionalOnMissingBean
    Stores latchkeyStores(ObjectProvider<Storage> storage) {
        return storage.getIfAvailable(LatchkeyAutoConfiguration::nowhere).stores();
    }

    private static Storage nowhere() {
        throw new SetupException(
                LatchkeySettings.DATA + " is set, and the class path has nothing that keeps data in files",
                "add the dependency dev.latchkey:latchkey-store-sqlite");
    }

    /** Closed before its stores are, because it was made of them. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Latchkey latchkey(
            Environment environment,
            Stores stores,
            ObjectProvider<Storage> storage,
            ObjectProvider<UserDirectory> users,
            PasswordHasher hasher,
            ObjectProvider<PublicSuffixes> suffixes,
            ObjectProvider<AuthEventListener> listeners,
            ObjectProvider<LatchkeyCustomizer> customizers) {
        LatchkeySettings settings = new LatchkeySettings(environment);
        Latchkey.Builder builder = Latchkey.builder()
                .basePath(settings.basePath())
                .stores(users.stream().findFirst().map(stores::withUsers).orElse(stores))
                .hasher(hasher)
                .listener(AuthEventListener.all(listeners.orderedStream().toList()));
        suffixes.ifAvailable(builder::publicSuffixes);
        settings.requireSuffixes(suffixes.stream().findAny().isPresent());
        settings.written().forEach(builder::setting);
        Optional<Storage> own = storage.stream().findFirst();
        own.ifPresent(each -> builder.lastSeen(each.lastSeen()));
        customizers.orderedStream().forEach(each -> each.customize(builder));
        Latchkey latchkey = builder.build();
        Upkeep upkeep = latchkey.upkeep();
        own.ifPresent(each ->
                upkeep.every(Duration.ofMinutes(1), () -> upkeep.believedNow().ifPresent(each.seen())));
        return latchkey;
    }

    @Bean
    @ConditionalOnMissingBean
    LatchkeySessions latchkeySessions(Latchkey latchkey) {
        return new LatchkeySessions(latchkey);
    }

    @Bean
    EventStreamsEnd latchkeyEventStreamsEnd(Latchkey latchkey) {
        return new EventStreamsEnd(latchkey);
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
