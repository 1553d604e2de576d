package dev.latchkey.server.config;

import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.core.LoginRules;
import dev.latchkey.engine.Transport;
import dev.latchkey.http.deployment.DeploymentDecision;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.Finding;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.session.SessionPolicy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Turns what a person wrote into {@link Settings}, or into everything that is wrong with it at once. */
public final class SettingsLoader {
    private SettingsLoader() {}

    /** What loading came to. */
    public sealed interface Loading {
        /** All is well. */
        record Loaded(Settings settings) implements Loading {}

        /** The server must not start. */
        record Refused(List<SettingProblem> problems) implements Loading {
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
    public static Loading load(Optional<Path> file, Map<String, String> environment, Map<Setting, String> flags) {
        SettingSources sources = new SettingSources();
        file.ifPresent(sources::addFile);
        sources.addEnvironment(environment);
        sources.addFlags(flags);
        SettingReader reader = new SettingReader(sources.values());
        List<InetAddress> listen = listen(reader);
        int port = port(reader, listen);
        Optional<Settings.Management> management = management(reader, port);
        Optional<Origin> devAssets = reader.origin(Setting.DEV_ASSETS);
        Optional<Settings.Tls> tls = tls(reader);
        String publicOrigin =
                devAssets.map(Origin::toString).orElse((tls.isPresent() ? "https" : "http") + "://localhost:" + port);
        Path data = reader.path(Setting.DATA).orElseGet(() -> Path.of("data").toAbsolutePath());
        Duration takeover = reader.duration(Setting.TAKEOVER_TIMEOUT, Duration.ofMillis(1), Duration.ofHours(1));
        Settings.Page page = page(reader, devAssets);
        SessionPolicy sessions = sessions(reader);
        LoginRules rules = LifeReader.read(reader, sessions);
        int cached = reader.integer(Setting.CACHE_SESSIONS, 1, 100_000_000, CachedSessionStore.defaultSize());
        Settings.Hashing hashing = hashing(reader);
        int connections = reader.integer(Setting.HTTP_MAX_CONNECTIONS, 1, 1_000_000, 10_000);
        Duration idle = reader.duration(Setting.HTTP_IDLE_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(1));
        Transport transport =
                Transport.valueOf(reader.choice(Setting.HTTP_TRANSPORT, "auto", "io_uring", "epoll", "nio")
                        .toUpperCase(Locale.ROOT));
        Duration drain = reader.duration(Setting.HTTP_DRAIN_TIMEOUT, Duration.ofMillis(1), Duration.ofMinutes(5));
        Settings.Log log = new Settings.Log(
                reader.onOff(Setting.LOG_ACCESS),
                reader.choice(Setting.LOG_FORMAT, "json", "text").equals("json"));
        List<SettingProblem> problems = new ArrayList<>(sources.problems());
        problems.addAll(reader.problems());
        return switch (DeploymentReader.decide(reader, publicOrigin)) {
            case DeploymentDecision.Refused(List<Finding> findings) -> {
                findings.stream()
                        .filter(finding -> finding.level() == Finding.Level.REFUSED)
                        .map(DeploymentReader::problem)
                        .forEach(problems::add);
                yield new Loading.Refused(problems);
            }
            case DeploymentDecision.Accepted(DeploymentPolicy policy, List<Finding> warnings) ->
                problems.isEmpty()
                        ? new Loading.Loaded(new Settings(
                                policy,
                                warnings,
                                tls,
                                listen,
                                port,
                                management,
                                data,
                                takeover,
                                page,
                                rules,
                                cached,
                                hashing,
                                connections,
                                idle,
                                transport,
                                drain,
                                log))
                        : new Loading.Refused(problems);
        };
    }

    /** Not every machine has IPv6: the default does without it there, what a person wrote is taken at their word. */
    private static List<InetAddress> listen(SettingReader reader) {
        List<InetAddress> addresses = reader.addresses(Setting.LISTEN);
        return reader.text(Setting.LISTEN).isPresent()
                ? addresses
                : addresses.stream().filter(FreePort::isLocal).toList();
    }

    /** The public origin names the port, so it must be known before anything listens. */
    private static int port(SettingReader reader, List<InetAddress> listen) {
        int port = reader.integer(Setting.PORT, 0, 65535, 5000);
        return port == 0 && !listen.isEmpty() ? FreePort.find(listen) : port;
    }

    private static Optional<Settings.Management> management(SettingReader reader, int mainPort) {
        List<InetAddress> listen = reader.addresses(Setting.MANAGEMENT_LISTEN);
        OptionalInt port = reader.portOrOff(Setting.MANAGEMENT_PORT);
        if (port.isPresent() && port.getAsInt() == mainPort) {
            reader.refuse(
                    Setting.MANAGEMENT_PORT,
                    "it is the port that browsers use, where health and metrics have no place",
                    "choose another, or switch it off with: off");
        }
        return port.isPresent() ? Optional.of(new Settings.Management(listen, port.getAsInt())) : Optional.empty();
    }

    private static Optional<Settings.Tls> tls(SettingReader reader) {
        Optional<Path> certificate = reader.path(Setting.TLS_CERTIFICATE);
        Optional<Path> key = reader.path(Setting.TLS_KEY);
        if (certificate.isPresent() != key.isPresent()) {
            reader.refuse(
                    certificate.isPresent() ? Setting.TLS_KEY : Setting.TLS_CERTIFICATE,
                    "a certificate and its private key only work together",
                    "name both PEM files, or neither");
        }
        return certificate.flatMap(chain -> key.map(secret -> new Settings.Tls(chain, secret)));
    }

    private static Settings.Hashing hashing(SettingReader reader) {
        int cores = Runtime.getRuntime().availableProcessors();
        return new Settings.Hashing(
                reader.integer(Setting.PASSWORD_MEMORY_KIB, 7168, 262_144, 19_456),
                reader.integer(Setting.PASSWORD_ITERATIONS, 1, 10, 2),
                reader.integer(Setting.PASSWORD_PARALLELISM, 1, 16, 1),
                reader.integer(Setting.HASHING_PERMITS, 1, 256, Math.max(1, cores - 1)),
                reader.integer(Setting.HASHING_QUEUE, 1, 10_000, 64),
                reader.duration(Setting.HASHING_DEADLINE, Duration.ofMillis(100), Duration.ofMinutes(1)));
    }

    private static Settings.Page page(SettingReader reader, Optional<Origin> devAssets) {
        Optional<Path> templates = reader.path(Setting.TEMPLATES);
        if (templates.isPresent() && !Files.isRegularFile(templates.get().resolve("index.html"))) {
            reader.refuse(
                    Setting.TEMPLATES, "there is no index.html in it", "name the folder that holds the page template");
        }
        Optional<Path> staticFiles = reader.path(Setting.STATIC);
        if (staticFiles.isPresent() && !Files.isDirectory(staticFiles.get())) {
            reader.refuse(
                    Setting.STATIC,
                    "there is no such folder",
                    "build the app first, or name the folder it was built to");
        }
        return new Settings.Page(staticFiles, templates, devAssets);
    }

    private static SessionPolicy sessions(SettingReader reader) {
        Duration idle = reader.duration(Setting.SESSION_IDLE_TIMEOUT, Duration.ofMinutes(2), Duration.ofDays(400));
        Duration absolute =
                reader.duration(Setting.SESSION_ABSOLUTE_TIMEOUT, Duration.ofMinutes(2), Duration.ofDays(400));
        if (absolute.compareTo(idle) < 0) {
            reader.refuse(
                    Setting.SESSION_ABSOLUTE_TIMEOUT,
                    "it is below session.idle-timeout, which could then never pass",
                    "raise it, or lower session.idle-timeout");
            return SessionPolicy.DEFAULT;
        }
        return new SessionPolicy(idle, absolute);
    }
}
