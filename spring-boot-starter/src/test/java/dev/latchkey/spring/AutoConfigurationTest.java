package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256;

import com.google.common.net.InternetDomainName;
import dev.latchkey.Latchkey;
import dev.latchkey.RefusedSettingsException;
import dev.latchkey.core.Installation;
import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.credential.PasswordHasher.Verification;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.SeriesLink;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.http.deployment.PublicSuffixes;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.micrometer.LatchkeyMetrics;
import dev.latchkey.sqlite.SqliteDatabase;
import dev.latchkey.testkit.Served;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

class AutoConfigurationTest {
    private static final AutoConfigurations ALL = AutoConfigurations.of(
            LatchkeyAutoConfiguration.class,
            LatchkeySecurityAutoConfiguration.class,
            SecurityAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class,
            SecurityFilterAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class);

    private final WebApplicationContextRunner application =
            new WebApplicationContextRunner().withConfiguration(ALL).withPropertyValues("latchkey.in-memory=true");

    @Test
    void without_a_word_it_is_an_application_on_the_developers_machine() {
        application.run(context -> {
            assertThat(context).hasSingleBean(Latchkey.class).hasSingleBean(SecurityFilterChain.class);
            assertThat(context.getBean(Latchkey.class).policy().publicOrigin()).hasToString("http://localhost:8080");
            assertThat(context).doesNotHaveBean(UserDetailsService.class);
        });
        application
                .withPropertyValues("server.port=9000")
                .run(context -> assertThat(
                                context.getBean(Latchkey.class).policy().publicOrigin())
                        .hasToString("http://localhost:9000"));
    }

    @Test
    void it_stays_out_of_what_is_no_web_application() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context -> assertThat(context).doesNotHaveBean(Latchkey.class));
    }

    @Test
    void everything_is_in_one_file_where_a_folder_is_named(@TempDir Path folder) {
        application
                .withPropertyValues("latchkey.in-memory=", "latchkey.data=" + folder.resolve("new"))
                .run(context -> {
                    assertThat(context).hasSingleBean(SqliteDatabase.class).hasSingleBean(Stores.class);
                    assertThat(folder.resolve("new/latchkey.db")).exists();
                });
    }

    @Test
    void a_folder_without_the_stores_for_it_is_told_with_its_cure(@TempDir Path folder) {
        application
                .withClassLoader(new FilteredClassLoader(SqliteDatabase.class))
                .withPropertyValues("latchkey.in-memory=", "latchkey.data=" + folder)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("add the dependency dev.latchkey:latchkey-store-sqlite"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "production", "staging"})
    void in_production_a_missing_public_origin_starts_nothing_and_is_told_with_its_cure(String profile) {
        application.withPropertyValues("spring.profiles.active=" + profile).run(context -> {
            FailureAnalysis analysis = new SetupAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .contains("latchkey.public-origin is not set", "the profile " + profile + " is active");
            assertThat(analysis.getAction()).startsWith("write latchkey.public-origin = https://app.example");
        });
        application
                .withPropertyValues("spring.main.cloud-platform=kubernetes")
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void a_port_that_nobody_knows_is_told_with_its_cure() {
        application
                .withPropertyValues("server.port=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("server.port = 0")
                        .hasMessageContaining("write latchkey.public-origin, or a fixed server.port"));
    }

    @Test
    void settings_that_contradict_are_told_by_their_properties_with_their_cures() {
        application
                .withPropertyValues("latchkey.deployment=same-domain", "latchkey.public-origin=http://localhost:8080")
                .run(context -> {
                    FailureAnalysis analysis = new RefusedSettingsAnalyzer().analyze(context.getStartupFailure());
                    assertThat(analysis.getCause()).isInstanceOf(RefusedSettingsException.class);
                    assertThat(analysis.getDescription()).contains("latchkey.trusted-proxies = ");
                    assertThat(analysis.getAction()).contains("write latchkey.trusted-proxies = ");
                });
    }

    @Test
    void a_container_that_encrypts_needs_no_proxy() {
        application
                .withPropertyValues("latchkey.public-origin=https://app.example", "server.ssl.key-store=keys.p12")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void beans_of_the_application_take_the_place_of_these() {
        Stores stores = Stores.memory();
        application
                .withBean(Stores.class, () -> stores)
                .run(context -> assertThat(
                                context.getBean(Latchkey.class).installation().stores())
                        .isSameAs(stores));
        application
                .withBean(
                        SecurityFilterChain.class,
                        () -> new org.springframework.security.web.DefaultSecurityFilterChain(request -> false))
                .run(context -> assertThat(context).hasSingleBean(SecurityFilterChain.class));
    }

    @Test
    void the_api_is_under_the_path_of_the_context() {
        application
                .withPropertyValues("server.servlet.context-path=/ctx", "latchkey.base-path=/auth")
                .run(context -> assertThat(
                                context.getBean(Latchkey.class).guard().basePath())
                        .isEqualTo("/ctx/auth"));
    }

    @Test
    void properties_say_how_long_a_login_lives() {
        application
                .withPropertyValues("latchkey.session.idle-timeout=5m", "latchkey.remember=off")
                .run(context -> {
                    LoginRules rules =
                            context.getBean(Latchkey.class).installation().rules();
                    assertThat(rules.sessions().idleTimeout()).isEqualTo(Duration.ofMinutes(5));
                    assertThat(rules.remember()).isEmpty();
                });
        application.withPropertyValues("latchkey.session.idle-timeout=5 years").run(context -> {
            FailureAnalysis analysis = new RefusedSettingsAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains("latchkey.session.idle-timeout = 5 years");
        });
    }

    @Test
    void an_application_that_shows_its_health_shows_that_of_latchkey() {
        Served served = new Served();
        application.withBean(Stores.class, served::stores).run(context -> {
            HealthIndicator health = context.getBean("latchkeyHealthIndicator", HealthIndicator.class);
            assertThat(health.health()).isEqualTo(Health.up().build());
            served.storeIsDown(true);
            assertThat(health.health())
                    .isEqualTo(Health.down()
                            .withDetail("reason", "store_unavailable")
                            .build());
        });
        application
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("latchkeyHealthIndicator"));
    }

    @Test
    void an_operator_sees_where_somebody_is_logged_in_and_ends_it() {
        application
                .withPropertyValues(
                        "spring.security.user.name=jane", "spring.security.user.password=correct horse battery")
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context -> {
                    Installation services = context.getBean(Latchkey.class).installation();
                    var jane = services.stores()
                            .users()
                            .find(Username.parse("jane").orElseThrow())
                            .orElseThrow();
                    SessionToken token =
                            services.tokens().newSessionToken(jane.id().partition());
                    Instant now = services.clock().instant();
                    services.stores()
                            .sessions()
                            .insert(
                                    token.hash(),
                                    new Session(
                                            services.tokens().newSessionId(0),
                                            jane.principal(),
                                            now,
                                            now,
                                            now,
                                            now.plusSeconds(60),
                                            SeriesLink.none(),
                                            Browser.unknown()));
                    SessionsEndpoint endpoint = context.getBean(SessionsEndpoint.class);
                    assertThat(endpoint.list("jane").getBody()).hasSize(1);
                    assertThat(endpoint.list("john").getStatus()).isEqualTo(404);

                    endpoint.end("jane");
                    assertThat(endpoint.list("jane").getBody()).isEmpty();
                });
        application.run(context -> assertThat(context).doesNotHaveBean(SessionsEndpoint.class));
    }

    @Test
    void logins_are_counted_in_the_registry_of_the_application() {
        application
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .find("latchkey.hashing.permits")
                                .gauge())
                        .isNotNull());
        application.run(context -> assertThat(context).doesNotHaveBean(LatchkeyMetrics.class));
    }

    @Test
    void pages_of_another_origin_need_a_list_of_domains() {
        WebApplicationContextRunner crossOrigin = application.withPropertyValues(
                "latchkey.deployment=cross-origin",
                "latchkey.public-origin=https://api.example",
                "latchkey.trusted-proxies=127.0.0.1",
                "latchkey.spa-origins=https://app.example");
        crossOrigin.run(context -> assertThat(context).hasNotFailed());
        crossOrigin
                .withClassLoader(new FilteredClassLoader(InternetDomainName.class))
                .run(context -> assertThat(new SetupAnalyzer()
                                .analyze(context.getStartupFailure())
                                .getAction())
                        .isEqualTo("add the dependency com.google.guava:guava, or declare a bean PublicSuffixes"));
        crossOrigin
                .withClassLoader(new FilteredClassLoader(InternetDomainName.class))
                .withBean(PublicSuffixes.class, () -> host -> "example")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Nested
    class Users_of_the_applications_own {
        private final WebApplicationContextRunner withUsers = application.withBean(
                UserDetailsService.class,
                () -> new InMemoryUserDetailsManager(User.withUsername("jane")
                        .password("{noop}sesame")
                        .roles("EDITOR")
                        .build()));

        @Test
        void are_those_that_log_in() {
            withUsers.run(context -> {
                assertThat(context)
                        .hasSingleBean(LatchkeyAuthorities.class)
                        .doesNotHaveBean(LatchkeySecurityAutoConfiguration.OWN_PROVIDER);
                UserStore users =
                        context.getBean(Latchkey.class).installation().stores().users();
                assertThat(users.find(Username.parse("jane").orElseThrow())).isPresent();
                assertThat(users.find(Username.parse("user").orElseThrow())).isEmpty();
            });
        }

        @Test
        void may_be_asked_for_what_they_may_in_another_way() {
            LatchkeyAuthorities own = user -> List.of();
            withUsers
                    .withBean(LatchkeyAuthorities.class, () -> own)
                    .run(context -> assertThat(context.getBean(LatchkeyAuthorities.class))
                            .isSameAs(own));
        }

        @Test
        void have_their_passwords_encoded_as_the_application_does() {
            withUsers
                    .withBean(
                            PasswordEncoder.class,
                            () -> new Pbkdf2PasswordEncoder("", 16, 10_000, PBKDF2WithHmacSHA256))
                    .run(context -> {
                        PasswordHasher hasher = context.getBean(PasswordHasher.class);
                        Password password = Password.parse("open sesame").orElseThrow();
                        assertThat(hasher.verify(password, hasher.hash(password)))
                                .isEqualTo(Verification.MATCHES);
                        assertThat(hasher.verify(password, hasher.decoy())).isEqualTo(Verification.DIFFERS);
                        assertThat(hasher.verify(password, new PasswordHash("{bcrypt}$2a$10$broken")))
                                .isEqualTo(Verification.DIFFERS);
                    });
        }

        @Test
        void cannot_register_where_nothing_adds_them() {
            withUsers
                    .withPropertyValues("latchkey.registration=open")
                    .run(context -> assertThat(new SetupAnalyzer()
                                    .analyze(context.getStartupFailure())
                                    .getDescription())
                            .startsWith("latchkey.registration = open, and users come from a UserDetailsService"));
        }

        @Test
        void come_from_one_service() {
            withUsers
                    .withBean("other", UserDetailsService.class, InMemoryUserDetailsManager::new)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .rootCause()
                            .isInstanceOf(NoUniqueBeanDefinitionException.class));
        }
    }

    static Stream<Setting<?>> settings() {
        return LatchkeySettings.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void every_property_is_known_to_editors(Setting<?> setting) throws IOException {
        String metadata = new String(
                AutoConfigurationTest.class
                        .getResourceAsStream("/META-INF/additional-spring-configuration-metadata.json")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        assertThat(metadata)
                .contains("\"name\": \"" + LatchkeySettings.property(setting) + "\"")
                .contains(setting.help());
    }
}
