package dev.latchkey.settings;

import dev.latchkey.LoginSetting;
import dev.latchkey.core.LoginRules;
import dev.latchkey.guava.PublicSuffixList;
import dev.latchkey.http.deployment.DeploymentDecision;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.deployment.Deployments;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Turns what a person wrote into {@link Settings}, or into everything that is wrong with it at once. */
public final class SettingsLoader {
    private final SettingTexts texts;
    private final SettingReader reader;

    private SettingsLoader(SettingTexts texts) {
        this.texts = texts;
        this.reader = new SettingReader(texts);
    }

    /** What loading came to. */
    public sealed interface Loading {
        /** All is well. */
        record Loaded(Settings settings) implements Loading {}

        /** The server must not start. */
        record Refused(List<Finding> problems) implements Loading {
            /** Copies the list. */
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Reads the file, then the environment, then the flags; the later wins.
     *
     * @param file a YAML file; empty for none
     */
    public static Loading load(Optional<Path> file, Map<String, String> environment, Map<Setting<?>, String> flags) {
        SettingSources sources = new SettingSources();
        file.ifPresent(sources::addFile);
        sources.addEnvironment(environment);
        sources.addFlags(flags);
        return new SettingsLoader(sources.texts()).load(sources.problems());
    }

    private Loading load(List<Finding> ofSources) {
        // Those of the deployment are read where it is decided.
        ServerSetting.ALL
                .settings()
                .filter(setting -> !DeploymentSetting.ALL.contains(setting))
                .forEach(reader::read);
        LoginRules rules = LoginSetting.rules(reader);
        List<InetAddress> listen = listen();
        int port = port(listen);
        checkManagementPort(port);
        checkCertificate();
        checkPage();
        checkStore();
        List<Finding> problems = new ArrayList<>(ofSources);
        problems.addAll(reader.findings());
        return switch (Deployments.decide(withPublicOrigin(port), new PublicSuffixList())) {
            case DeploymentDecision.Refused(List<Finding> findings) -> {
                findings.stream().filter(Finding::isRefusal).forEach(problems::add);
                yield new Loading.Refused(problems);
            }
            case DeploymentDecision.Accepted(DeploymentPolicy policy, List<Finding> warnings) ->
                problems.isEmpty()
                        ? new Loading.Loaded(new Settings(texts, policy, warnings, rules, listen, port))
                        : new Loading.Refused(problems);
        };
    }

    /** The public origin names the port, unless a person named one. */
    private SettingTexts withPublicOrigin(int port) {
        if (texts.isWritten(DeploymentSetting.PUBLIC_ORIGIN)) {
            return texts;
        }
        String scheme = texts.has(DeploymentSetting.TLS_CERTIFICATE) ? "https" : "http";
        String origin =
                reader.read(ServerSetting.DEV_ASSETS).map(Origin::toString).orElse(scheme + "://localhost:" + port);
        return texts.with(Map.of(DeploymentSetting.PUBLIC_ORIGIN, origin));
    }

    /** Not every machine has IPv6: the default does without it there, what a person wrote is taken at their word. */
    private List<InetAddress> listen() {
        List<InetAddress> addresses = reader.read(ServerSetting.LISTEN);
        return texts.isWritten(ServerSetting.LISTEN)
                ? addresses
                : addresses.stream().filter(FreePort::isLocal).toList();
    }

    /** The public origin names the port, so it must be known before anything listens. */
    private int port(List<InetAddress> listen) {
        int port = reader.read(ServerSetting.PORT);
        return port == 0 && !listen.isEmpty() ? FreePort.find(listen) : port;
    }

    private void checkManagementPort(int mainPort) {
        OptionalInt port = reader.read(ServerSetting.MANAGEMENT_PORT);
        if (port.isPresent() && port.getAsInt() == mainPort) {
            reader.refuse(
                    ServerSetting.MANAGEMENT_PORT,
                    "it is the port that browsers use, where health and metrics have no place",
                    Cure.write(ServerSetting.MANAGEMENT_PORT, "0")
                            .because("or another that is free, or off to serve none"));
        }
    }

    private void checkCertificate() {
        boolean hasCertificate = texts.has(DeploymentSetting.TLS_CERTIFICATE);
        boolean hasKey = texts.has(DeploymentSetting.TLS_KEY);
        if (hasCertificate != hasKey) {
            reader.refuse(
                    hasCertificate ? DeploymentSetting.TLS_KEY : DeploymentSetting.TLS_CERTIFICATE,
                    "a certificate and its private key only work together",
                    Cure.advice("name both PEM files, or neither"));
        }
    }

    private void checkPage() {
        Optional<Path> templates = reader.read(ServerSetting.TEMPLATES);
        if (templates.isPresent() && !Files.isRegularFile(templates.get().resolve("index.html"))) {
            reader.refuse(
                    ServerSetting.TEMPLATES,
                    "there is no index.html in it",
                    Cure.advice("name the folder that holds the page template"));
        }
        Optional<Path> staticFiles = reader.read(ServerSetting.STATIC);
        if (staticFiles.isPresent() && !Files.isDirectory(staticFiles.get())) {
            reader.refuse(
                    ServerSetting.STATIC,
                    "there is no such folder",
                    Cure.advice("build the app first, or name the folder it was built to"));
        }
    }

    /** What bears on PostgreSQL says nothing of a file: whoever wrote it meant another store. */
    private void checkStore() {
        boolean isFile = !texts.isWritten(ServerSetting.STORE)
                || texts.text(ServerSetting.STORE).strip().equals(new StoreAddress.Sqlite().toString());
        Stream.of(
                        ServerSetting.STORE_PASSWORD_FILE,
                        ServerSetting.STORE_TLS,
                        ServerSetting.STORE_TLS_CA,
                        ServerSetting.STORE_CACHE_BOUND,
                        ServerSetting.STORE_POOL,
                        ServerSetting.STORE_SESSIONS)
                .filter(setting -> isFile && !texts.text(setting).equals(setting.defaultText()))
                .forEach(setting -> reader.refuse(
                        setting,
                        "it is for PostgreSQL, and everything is kept in a file",
                        Cure.advice("write " + ServerSetting.STORE
                                + " = postgresql://USER@HOST/DATABASE, or leave this out")));
        if (texts.isWritten(ServerSetting.STORE_SESSIONS_PASSWORD_FILE)
                && !texts.isWritten(ServerSetting.STORE_SESSIONS)) {
            reader.refuse(
                    ServerSetting.STORE_SESSIONS_PASSWORD_FILE,
                    "it is for Redis, and sessions are kept with the rest",
                    Cure.advice("write " + ServerSetting.STORE_SESSIONS + " = redis://HOST:PORT, or leave this out"));
        }
    }
}
