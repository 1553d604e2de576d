package dev.latchkey.server.contract;

import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.app.Users;
import dev.latchkey.server.config.Setting;
import dev.latchkey.server.config.SettingsLoader;
import dev.latchkey.server.engine.PemFolder;
import dev.latchkey.server.engine.TlsFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A real server on a free port with a data folder of its own and one user. */
final class RunningServerFixture implements AutoCloseable {
    private final Protocol protocol;
    final Path folder;
    final Users.Added user;
    final Wire wire;
    private final LatchkeyServer server;

    RunningServerFixture(Map<Setting, String> settings) {
        this(settings, Protocol.HTTP_1_1);
    }

    RunningServerFixture(Map<Setting, String> settings, Protocol protocol) {
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        flags.put(Setting.PORT, "0");
        flags.put(Setting.DATA, folder.resolve("data").toString());
        flags.put(Setting.TEMPLATES, folder.resolve("templates").toString());
        flags.put(Setting.STATIC, folder.resolve("dist").toString());
        if (protocol.isTls()) {
            TlsFiles files = certificate(folder);
            flags.put(Setting.TLS_CERTIFICATE, files.certificates().toString());
            flags.put(Setting.TLS_KEY, files.privateKey().toString());
        }
        flags.putAll(settings);
        server = LatchkeyServer.start(
                ((SettingsLoader.Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings());
        user = server.users().addWithGeneratedPassword("jane", "Jane </script> Doe");
        wire = new Wire(server.port(), protocol);
    }

    private static TlsFiles certificate(Path folder) {
        try {
            return new PemFolder(folder).write("localhost", "EC").files();
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

    Users users() {
        return server.users();
    }

    int port() {
        return server.port();
    }

    String loginBody() {
        return "{\"username\":\"jane\",\"password\":\"" + user.password() + "\"}";
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
