package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is refused below the API is no network failure for a page that may read what the API answers. */
@Timeout(60)
class RefusalsToAnotherOriginTest {
    private static final String APP = "http://localhost:8080";
    private static final String BROKEN_BODY = "Transfer-Encoding: chunked\r\n\r\nzz\r\n";

    @TempDir
    static Path folder;

    private static LatchkeyServer server;

    @BeforeAll
    static void start() {
        server = LatchkeyServer.start(((SettingsLoader.Loading.Loaded) SettingsLoader.load(
                        Optional.empty(),
                        Map.of(),
                        Map.of(
                                ServerSetting.PORT, "0",
                                ServerSetting.MANAGEMENT_PORT, "off",
                                ServerSetting.DATA, folder.resolve("data").toString(),
                                DeploymentSetting.DEPLOYMENT, "cross-origin",
                                DeploymentSetting.PUBLIC_ORIGIN, "http://localhost:5000",
                                DeploymentSetting.SPA_ORIGINS, APP)))
                .settings());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String answer(String lines) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String head = "POST /api/login HTTP/1.1\r\nHost: localhost:5000\r\n";
            socket.getOutputStream().write((head + lines).getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void are_read_by_a_page_of_the_list() throws IOException {
        assertThat(answer("Origin: " + APP + "\r\n" + BROKEN_BODY))
                .startsWith("HTTP/1.1 400 ")
                .contains(
                        "\r\nAccess-Control-Allow-Origin: " + APP + "\r\n",
                        "\r\nAccess-Control-Allow-Credentials: true\r\n",
                        "\r\nAccess-Control-Expose-Headers: X-CSRFToken, Retry-After,",
                        "\r\nVary: Cookie, Origin\r\n",
                        "\"code\":\"malformed_request\"");
    }

    @Test
    void are_read_by_no_other_page() throws IOException {
        assertThat(answer("Origin: http://evil.example\r\n" + BROKEN_BODY))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("Access-Control-");
    }

    @Test
    void are_nobodys_when_the_head_cannot_be_read() throws IOException {
        assertThat(answer("Origin: " + APP + "\r\nHost: twice\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("Access-Control-");
    }
}
