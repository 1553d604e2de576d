package dev.latchkey.server.command;

import dev.latchkey.engine.TlsFiles;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import dev.latchkey.server.app.StaticHost;
import dev.latchkey.server.log.Logging;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.site.files.PasswordPage;
import dev.latchkey.site.files.StaticSite;
import dev.latchkey.site.page.PageRoutes;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code latchkey static}: a host of files for an app whose API has another origin, or for a proxy that serves none. */
@Command(
        name = "static",
        description = "Serve a built single-page app, and no API: files, index.html for every other path, and"
                + " /config.json with the API's origin.",
        mixinStandardHelpOptions = true)
final class StaticCommand implements Runnable, LatchkeyCommand.TakesSettings {
    /** What the server too knows of a page. */
    private static final List<Setting<?>> SETTINGS = Stream.concat(
                    Stream.of(ServerSetting.PAGE_ROUTES, ServerSetting.PAGE_CHANGE_PASSWORD),
                    ServerSetting.PAGE_CSP.values().stream())
            .toList();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "the build, with index.html in it")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path dir;

    @Option(
            names = "--api-origin",
            paramLabel = "ORIGIN",
            description = "where the API is, when it is not the page's own origin")
    private @Nullable String apiOrigin;

    @Option(names = "--port", defaultValue = "8080", description = "default: ${DEFAULT-VALUE}; 0 takes a free one")
    private int port;

    @Option(
            names = "--listen",
            split = ",",
            defaultValue = "127.0.0.1,::1",
            paramLabel = "ADDRESS",
            description = "addresses to listen on (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private List<InetAddress> listen;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "PEM file of a certificate chain")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file of its private key (PKCS #8)")
    private @Nullable Path key;

    StaticCommand() {}

    @Override
    public void addOptions(CommandSpec command) {
        SettingOptions.add(command, SETTINGS);
    }

    @Override
    public void run() {
        Logging.configureForTerminal();
        StaticHost.Options options = new StaticHost.Options(folder(), api(), page(), listen, port, tls());
        RunningServer.run(() -> StaticHost.start(options), StaticHost::close, host -> {
            PrintWriter out = spec.commandLine().getOut();
            out.println("serving " + dir + " at " + host.origin());
            out.flush();
        });
    }

    private Path folder() {
        Path folder = dir.toAbsolutePath().normalize();
        if (!Files.isRegularFile(folder.resolve("index.html"))) {
            throw CommandFailedException.misused(
                    "--dir", dir, "there is no index.html in it", "build the app first, or name its folder");
        }
        return folder;
    }

    private Optional<Origin> api() {
        return Optional.ofNullable(apiOrigin)
                .map(text -> Origin.parse(text)
                        .orElseThrow(() -> CommandFailedException.misused(
                                "--api-origin",
                                text,
                                "an origin is scheme, host and port, without a path or a trailing slash",
                                "write for example http://localhost:5000")));
    }

    private StaticSite.Page page() {
        SettingReader reader = new SettingReader(SettingTexts.of(SettingOptions.given(spec, SETTINGS)));
        StaticSite.Page page = new StaticSite.Page(
                new PasswordPage(reader.read(ServerSetting.PAGE_CHANGE_PASSWORD)),
                new PageRoutes(reader.read(ServerSetting.PAGE_ROUTES)),
                ServerSetting.csp(reader::read));
        if (reader.hasRefusals()) {
            throw ConfigOption.refused(reader.findings());
        }
        return page;
    }

    private Optional<TlsFiles> tls() {
        if (certificate == null && key == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw CommandFailedException.misused(
                    certificate == null ? "--tls-certificate" : "--tls-key",
                    "",
                    "a certificate and its private key only work together",
                    "name both PEM files, or neither");
        }
        return Optional.of(new TlsFiles(certificate, key));
    }
}
