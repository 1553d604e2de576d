package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.Latchkey;
import dev.latchkey.RefusedSettingsException;
import dev.latchkey.core.Stores;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.web.SecurityFilterChain;

class AutoConfigurationTest {
    private static final AutoConfigurations ALL = AutoConfigurations.of(
            LatchkeyAutoConfiguration.class,
            LatchkeySecurityAutoConfiguration.class,
            SecurityAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class,
            SecurityFilterAutoConfiguration.class,
            UserDetailsServiceAutoConfiguration.class);

    private final WebApplicationContextRunner application = new WebApplicationContextRunner().withConfiguration(ALL);

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
    void there_is_somebody_to_try_it_with_as_spring_boot_names_them() {
        application
                .withPropertyValues("spring.security.user.name=jane", "spring.security.user.password=correct horse")
                .run(context -> assertThat(context.getBean(Stores.class)
                                .users()
                                .find(Username.parse("jane").orElseThrow()))
                        .isPresent());
    }

    @Test
    void it_stays_out_of_what_is_no_web_application() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context -> assertThat(context).doesNotHaveBean(Latchkey.class));
    }

    @Test
    void everything_is_in_one_file_where_a_folder_is_named(@TempDir Path folder) {
        application.withPropertyValues("latchkey.data=" + folder.resolve("new")).run(context -> {
            assertThat(context).hasSingleBean(SqliteDatabase.class).hasSingleBean(Stores.class);
            assertThat(folder.resolve("new/latchkey.db")).exists();
        });
    }

    @Test
    void a_folder_without_the_stores_for_it_is_told_with_its_cure(@TempDir Path folder) {
        application
                .withClassLoader(new FilteredClassLoader(SqliteDatabase.class))
                .withPropertyValues("latchkey.data=" + folder)
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

    static Stream<Setting<?>> settings() {
        return DeploymentSetting.ALL.settings();
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
