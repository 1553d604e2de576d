package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.latchkey.server.log.Logging;
import dev.latchkey.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class SecretsStayOutOfLogsTest {
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

    @AfterEach
    void restore() throws JoranException {
        Logging.flush();
        context.reset();
        new ContextInitializer(context).autoConfig();
    }

    @ParameterizedTest(name = "as JSON: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("ASVS 16.2.5: no log line holds a token, a password or a cookie, even at the most talkative level")
    void nothing_secret_is_logged(boolean isJson) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Logging.configure(new Settings.Log(true, isJson), Logging.Verbosity.NORMAL, written);
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.TRACE);
        context.getLogger("latchkey").setLevel(Level.TRACE);
        try (RunningServerFixture server = new RunningServerFixture(Map.of())) {
            String cookie = server.logIn();
            String token = cookie.substring("Cookie: latchkey=".length());
            server.wire.get("/user?token=" + token, cookie);
            server.wire.get("/api/data", cookie);
            server.wire.send("POST", "/api/logout", new byte[0], cookie);
            server.wire.post("/api/login", server.loginBody().replace("jane", "evil\\nline"));
            Logging.flush();
            String all = written.toString(StandardCharsets.UTF_8);
            assertThat(all).contains("latchkey.access", "/api/data", "logged-in", "logged-out");
            assertThat(all)
                    .doesNotContain(token)
                    .doesNotContain(server.user.password())
                    .doesNotContain("latchkey=");
        }
    }
}
