package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SecretsStayOutOfLogsTest {
    @Test
    @DisplayName("ASVS 16.2.5: no log line holds a token, a password or a cookie, even at the most talkative level")
    void nothing_secret_is_logged() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        // Engine threads write while this one reads.
        lines.list = new CopyOnWriteArrayList<>();
        lines.setContext(root.getLoggerContext());
        lines.start();
        root.addAppender(lines);
        ((Logger) LoggerFactory.getLogger("latchkey")).setLevel(Level.TRACE);
        try (RunningServerFixture server = new RunningServerFixture(Map.of())) {
            String cookie = server.logIn();
            String token = cookie.substring("Cookie: latchkey=".length());
            server.wire.get("/user?token=" + token, cookie);
            server.wire.get("/api/data", cookie);
            server.wire.send("POST", "/api/logout", new byte[0], cookie);
            server.wire.post("/api/login", server.loginBody().replace("jane", "evil\\nline"));
            String all = lines.list.stream()
                    .map(event -> event.getFormattedMessage() + " " + event.getKeyValuePairs())
                    .collect(Collectors.joining("\n"));
            assertThat(all).contains("/api/data", "logged-in", "logged-out");
            assertThat(all)
                    .doesNotContain(token)
                    .doesNotContain(server.user.password())
                    .doesNotContain("latchkey=");
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
        }
    }
}
