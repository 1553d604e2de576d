package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.log.Logging;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@DisplayName("A server that starts")
class StartWordsTest {
    @TempDir
    Path folder;

    @AfterEach
    void restore() throws JoranException {
        Logging.flush();
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    /** What a start with these settings says. */
    private String said(Map<Setting<?>, String> given) {
        Map<Setting<?>, String> flags = new LinkedHashMap<>(Map.of(
                ServerSetting.DATA, folder.resolve("data").toString(),
                ServerSetting.PORT, "0",
                ServerSetting.MANAGEMENT_PORT, "off"));
        flags.putAll(given);
        Settings settings = ((Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Logging.configure(new Settings.Log(false, false), Logging.Verbosity.NORMAL, written);
        try (LatchkeyServer server = LatchkeyServer.start(settings)) {
            server.warnWithoutUsers();
        }
        Logging.flush();
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void says_where_it_listens_as_addresses_are_written() {
        assertThat(said(Map.of())).contains("127.0.0.1,::1 port ").doesNotContain("0:0:0");
    }

    @Test
    void says_that_nobody_can_log_in_and_how_to_add_a_user() {
        assertThat(said(Map.of())).contains("there was no database", "without users", "latchkey user add NAME");
        assertThat(said(Map.of()))
                .contains("the database at " + folder.resolve("data"), "has no users", "latchkey user add NAME");
    }

    @Test
    void says_that_it_has_no_page_and_how_to_give_it_one_where_nobody_else_serves_it() throws IOException {
        assertThat(said(Map.of())).contains("there is no page, only the API", "static and templates");

        Files.writeString(folder.resolve("index.html"), "{{ bootstrap() }}");
        assertThat(said(Map.of(ServerSetting.TEMPLATES, folder.toString()))).doesNotContain("no page");
        assertThat(said(Map.of(
                        DeploymentSetting.DEPLOYMENT,
                        "same-domain",
                        DeploymentSetting.PUBLIC_ORIGIN,
                        "http://localhost:8080",
                        DeploymentSetting.TRUSTED_PROXIES,
                        "127.0.0.1")))
                .doesNotContain("no page");
    }
}
