package dev.latchkey.server.config;

import dev.latchkey.http.origin.Origin;
import dev.latchkey.session.SessionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a person wrote into {@link Settings}, or into everything that is wrong with it at once. */
public final class SettingsLoader {
    private SettingsLoader() {}

    /** What loading came to. */
    public sealed interface Loading {
        /** All is well. */
        record Loaded(Settings settings) implements Loading {}

        /** The server must not start. */
        record Refused(List<SettingProblem> problems) implements Loading {}
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
        Settings settings = read(reader);
        List<SettingProblem> problems = new ArrayList<>(sources.problems());
        problems.addAll(reader.problems());
        return problems.isEmpty() ? new Loading.Loaded(settings) : new Loading.Refused(List.copyOf(problems));
    }

    private static Settings read(SettingReader reader) {
        reader.choice(Setting.DEPLOYMENT, "embedded");
        int cores = Runtime.getRuntime().availableProcessors();
        return new Settings(
                publicOrigin(reader),
                reader.addresses(Setting.LISTEN),
                reader.integer(Setting.PORT, 0, 65535, 5000),
                reader.path(Setting.DATA).orElseGet(() -> Path.of("data").toAbsolutePath()),
                page(reader),
                sessions(reader),
                reader.integer(Setting.CACHE_SESSIONS, 1, 100_000_000, 100_000),
                new Settings.Hashing(
                        reader.integer(Setting.PASSWORD_MEMORY_KIB, 7168, 262_144, 19_456),
                        reader.integer(Setting.PASSWORD_ITERATIONS, 1, 10, 2),
                        reader.integer(Setting.PASSWORD_PARALLELISM, 1, 16, 1),
                        reader.integer(Setting.HASHING_PERMITS, 1, 256, Math.max(1, cores - 1)),
                        reader.integer(Setting.HASHING_QUEUE, 1, 10_000, 64),
                        reader.duration(Setting.HASHING_DEADLINE, Duration.ofMillis(100), Duration.ofMinutes(1))),
                reader.integer(Setting.HTTP_MAX_CONNECTIONS, 1, 1_000_000, 10_000),
                reader.duration(Setting.HTTP_DRAIN_TIMEOUT, Duration.ofMillis(1), Duration.ofMinutes(5)),
                new Settings.Log(
                        reader.onOff(Setting.LOG_ACCESS),
                        reader.choice(Setting.LOG_FORMAT, "json", "text").equals("json")));
    }

    private static Optional<Origin> publicOrigin(SettingReader reader) {
        Optional<Origin> origin = reader.origin(Setting.PUBLIC_ORIGIN);
        if (origin.isPresent() && !origin.get().isHttps() && !origin.get().isLoopback()) {
            reader.refuse(
                    Setting.PUBLIC_ORIGIN,
                    "browsers drop Secure cookies on plain http, and anyone on the way can read the others",
                    "write the https origin that browsers use, or http://localhost:<port> for this machine alone");
        }
        return origin;
    }

    private static Settings.Page page(SettingReader reader) {
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
        return new Settings.Page(staticFiles, templates, reader.origin(Setting.DEV_ASSETS));
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
