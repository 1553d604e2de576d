package dev.latchkey.server.contract;

import dev.latchkey.LoginSetting;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.Users;
import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.principal.Username;
import dev.latchkey.engine.TlsFiles;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.testkit.PemFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real server on a free port with a data folder of its own and one user. */
final class RunningServerFixture implements AutoCloseable {
    private final Protocol protocol;
    final Path folder;
    final Users.Added user;
    final Wire wire;
    private final Settings settings;
    private final InstantSource clock;
    private LatchkeyServer server;

    RunningServerFixture(Map<Setting<?>, String> settings) {
        this(settings, Clock.systemUTC(), Protocol.HTTP_1_1);
    }

    /** The same by a clock that a test moves. */
    RunningServerFixture(Map<Setting<?>, String> settings, InstantSource clock) {
        this(settings, clock, Protocol.HTTP_1_1);
    }

    /** The same for clients that speak that. */
    RunningServerFixture(Map<Setting<?>, String> settings, Protocol protocol) {
        this(settings, Clock.systemUTC(), protocol);
    }

    private RunningServerFixture(Map<Setting<?>, String> given, InstantSource clock, Protocol protocol) {
        this.clock = clock;
        this.protocol = protocol;
        try {
            folder = Files.createTempDirectory("latchkey-contract");
            Path templates = Files.createDirectories(folder.resolve("templates"));
            Files.writeString(templates.resolve("index.html"), """
                    <meta name="csrf-token" content="{{ csrf_token() }}">
                    <link href="{{ url_for('static', filename='a.css') }}">
                    <script type="application/json" nonce="{{ nonce() }}">{{ bootstrap() }}</script>
                    """);
            Path dist = Files.createDirectories(folder.resolve("dist"));
            Files.createDirectories(dist.resolve("assets"));
            Files.writeString(dist.resolve("assets/main-abc.js"), "export {};");
            Files.writeString(dist.resolve("a.css"), "body {}");
            Files.writeString(dist.resolve("favicon.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
            Files.writeString(dist.resolve("index.html"), "{{ bootstrap() }}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        flags.put(ServerSetting.PORT, "0");
        flags.put(ServerSetting.MANAGEMENT_PORT, "0");
        // A login that was too slow is no login: how fast the machine is, is not what is tried.
        flags.put(LoginSetting.HASHING_DEADLINE, "1m");
        flags.put(ServerSetting.DATA, folder.resolve("data").toString());
        flags.put(ServerSetting.TEMPLATES, folder.resolve("templates").toString());
        flags.put(ServerSetting.STATIC, folder.resolve("dist").toString());
        if (protocol.isTls()) {
            TlsFiles files = certificate(folder);
            flags.put(DeploymentSetting.TLS_CERTIFICATE, files.certificates().toString());
            flags.put(DeploymentSetting.TLS_KEY, files.privateKey().toString());
        }
        flags.putAll(given);
        settings = ((SettingsLoader.Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings();
        server = LatchkeyServer.start(settings, clock);
        user = server.users().addWithGeneratedPassword("jane", "Jane </script> Doe");
        wire = new Wire(server.port(), protocol);
    }

    private static TlsFiles certificate(Path folder) {
        try {
            PemFolder pem = new PemFolder(folder).write("localhost", "EC");
            return new TlsFiles(pem.certificates(), pem.privateKey());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The name of the session cookie. */
    String cookieName() {
        return protocol.isTls() ? "__Host-latchkey" : "latchkey";
    }

    /** A line that sends a session cookie. */
    String cookie(String token) {
        return "Cookie: " + cookieName() + "=" + token;
    }

    /** A line that sets the session cookie, or clears it. */
    String setCookie(String token, String lifetime) {
        return cookieName() + "=" + token + "; Path=/" + lifetime + "; HttpOnly; SameSite=Lax"
                + (protocol.isTls() ? "; Secure" : "");
    }

    /** Where browsers reach it. */
    String origin() {
        return server.publicOrigin().toString();
    }

    boolean isManaged() {
        return server.management().isPresent();
    }

    /** The management port. */
    Wire management() {
        return new Wire(server.management().orElseThrow().getPort(), Protocol.HTTP_1_1);
    }

    /** Stops the server in order and starts it again on the same data and port. */
    void restart() {
        server.close();
        server = LatchkeyServer.start(settings, clock);
    }

    /** The audit log up to now. */
    List<AuditEntry> auditLines() {
        return server.auditLines(AuditQuery.latest(10_000));
    }

    User found(String username) {
        return users().find(Username.parse(username).orElseThrow()).orElseThrow();
    }

    Users users() {
        return server.users();
    }

    int port() {
        return server.port();
    }

    Path database() {
        return settings.database();
    }

    String loginBody() {
        return "{\"username\":\"jane\",\"password\":\"" + user.password() + "\"}";
    }

    /** The same, to be remembered. */
    String rememberBody() {
        return loginBody().replace("}", ",\"remember\":true}");
    }

    /** Logs in and returns the {@code Cookie} header to send. */
    String logIn() {
        Wire.Answer answer = wire.post("/api/login", loginBody());
        return cookie(answer.cookie(cookieName()).orElseThrow());
    }

    @Override
    public void close() {
        server.close();
    }
}
