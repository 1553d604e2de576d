package dev.latchkey.settings;

import dev.latchkey.LoginSetting;
import dev.latchkey.core.LoginRules;
import dev.latchkey.http.deployment.ContentSecurityPolicy.Directive;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingTexts;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything a server is told, checked: any setting by {@link #get}, and what follows from several of them. Holds no
 * secret. Immutable.
 */
public final class Settings {
    /** The variable of the environment that holds the password of a PostgreSQL account, which is no setting. */
    public static final String PASSWORD = "LATCHKEY_STORE_PASSWORD";

    /** The same for {@link Redis}. */
    public static final String SESSIONS_PASSWORD = "LATCHKEY_STORE_SESSIONS_PASSWORD";

    private static final String DATABASE = "latchkey.db";

    /** What each of several servers may have of its own: its certificate, what stands before it, what it can do at once. */
    private static final Set<Setting<?>> OF_EACH_SERVER = Set.of(
            DeploymentSetting.TLS_CERTIFICATE,
            DeploymentSetting.TLS_KEY,
            DeploymentSetting.TLS_WARN_BEFORE,
            DeploymentSetting.TRUSTED_PROXIES,
            DeploymentSetting.PROXY_HEADERS,
            DeploymentSetting.DIAGNOSTICS,
            LoginSetting.EVENT_STREAMS,
            LoginSetting.HASHING_PERMITS,
            LoginSetting.HASHING_QUEUE,
            LoginSetting.HASHING_DEADLINE);

    private final SettingTexts texts;
    private final DeploymentPolicy deployment;
    private final List<Finding> warnings;
    private final LoginRules rules;
    private final List<InetAddress> listen;
    private final int port;

    Settings(
            SettingTexts texts,
            DeploymentPolicy deployment,
            List<Finding> warnings,
            LoginRules rules,
            List<InetAddress> listen,
            int port) {
        this.texts = texts;
        this.deployment = deployment;
        this.warnings = List.copyOf(warnings);
        this.rules = rules;
        this.listen = List.copyOf(listen);
        this.port = port;
    }

    /** A setting that nothing else bears on. */
    public <T> T get(Setting<T> setting) {
        return texts.value(setting);
    }

    /** All that follows from the deployment. */
    public DeploymentPolicy deployment() {
        return deployment;
    }

    /**
     * How this server is set where those that share a database should be alike, because people are answered by any of them:
     * by key, what is not its default.
     */
    public Map<String, String> alike() {
        return Stream.concat(DeploymentSetting.ALL.settings(), LoginSetting.ALL.settings())
                .filter(setting -> !OF_EACH_SERVER.contains(setting))
                .filter(setting -> !written(setting).equals(setting.defaultText()))
                .collect(Collectors.toUnmodifiableMap(Setting::key, this::written));
    }

    /** In one spelling, however it was written. */
    private <T> String written(Setting<T> setting) {
        return setting.grammar().write(get(setting));
    }

    /** What works but costs something, to be said at the start. */
    public List<Finding> warnings() {
        return warnings;
    }

    /** What holds during a login's life. */
    public LoginRules rules() {
        return rules;
    }

    /** The addresses to listen on that this machine has, unless a person named some. */
    public List<InetAddress> listen() {
        return listen;
    }

    /** Never 0: a free one was found when any would do. */
    public int port() {
        return port;
    }

    /** Where health and metrics are served; empty for nowhere. */
    public Optional<Management> management() {
        return get(ServerSetting.MANAGEMENT_PORT).stream()
                .mapToObj(managementPort -> new Management(get(ServerSetting.MANAGEMENT_LISTEN), managementPort))
                .findFirst();
    }

    /** The server's own certificate; empty when it speaks plain http. */
    public Optional<Tls> tls() {
        return get(DeploymentSetting.TLS_CERTIFICATE)
                .flatMap(certificate -> get(DeploymentSetting.TLS_KEY).map(key -> new Tls(certificate, key)));
    }

    /** The PostgreSQL database that everything is kept in; empty where that is {@link #database the file}. */
    public Optional<Postgresql> postgresql() {
        return get(ServerSetting.STORE) instanceof StoreAddress.Postgresql address
                ? Optional.of(new Postgresql(
                        address,
                        get(ServerSetting.STORE_PASSWORD_FILE),
                        tls(address),
                        get(ServerSetting.STORE_TLS_CA),
                        get(ServerSetting.STORE_CACHE_BOUND),
                        get(ServerSetting.STORE_POOL),
                        get(ServerSetting.STORE_SESSIONS)
                                .map(redis -> new Redis(redis, get(ServerSetting.STORE_SESSIONS_PASSWORD_FILE)))))
                : Optional.empty();
    }

    private StoreTls tls(StoreAddress.Postgresql address) {
        return switch (get(ServerSetting.STORE_TLS)) {
            case "verify-full" -> StoreTls.VERIFIED;
            case "insecure-unverified" -> StoreTls.UNVERIFIED;
            case "insecure-none" -> StoreTls.NONE;
            default -> address.isOnThisMachine() ? StoreTls.NONE : StoreTls.VERIFIED;
        };
    }

    /** The folder that the database lives in, where that is a file. */
    public Path data() {
        return get(ServerSetting.DATA);
    }

    /** Where the database lies, or would: an absolute path. */
    public Path database() {
        return data().resolve(DATABASE).toAbsolutePath().normalize();
    }

    /** Where the page comes from. */
    public Page page() {
        return new Page(
                get(ServerSetting.STATIC),
                get(ServerSetting.TEMPLATES),
                get(ServerSetting.DEV_ASSETS),
                get(ServerSetting.PAGE_ROUTES),
                get(ServerSetting.PAGE_CHANGE_PASSWORD),
                get(ServerSetting.PAGE_BASE),
                ServerSetting.csp(this::get),
                new Theme(
                        get(ServerSetting.THEME_NAME),
                        get(ServerSetting.THEME_LOGO),
                        get(ServerSetting.THEME_ACCENT),
                        get(ServerSetting.THEME_ACCENT_DARK),
                        get(ServerSetting.THEME_HELP),
                        get(ServerSetting.THEME_HELP_LINK),
                        get(ServerSetting.THEME_HOME)));
    }

    /** How passwords are hashed. */
    public Hashing hashing() {
        return new Hashing(
                get(ServerSetting.PASSWORD_MEMORY_KIB),
                get(ServerSetting.PASSWORD_ITERATIONS),
                get(ServerSetting.PASSWORD_PARALLELISM),
                get(LoginSetting.HASHING_PERMITS),
                get(LoginSetting.HASHING_QUEUE),
                get(LoginSetting.HASHING_DEADLINE));
    }

    /** What is logged, and how. */
    public Log log() {
        return new Log(
                get(ServerSetting.LOG_ACCESS), get(ServerSetting.LOG_FORMAT).equals("json"));
    }

    /**
     * The server's own certificate.
     *
     * @param certificate PEM, the whole chain
     * @param key PEM, PKCS #8
     */
    public record Tls(Path certificate, Path key) {}

    /**
     * A PostgreSQL database, and how it is used.
     *
     * @param address where it is, and as whom it is used
     * @param passwordFile where its password is read from; empty for the environment
     * @param tls how the way there is protected
     * @param authority PEM file of whom its certificate must be; empty for whom Java trusts
     * @param cacheBound how long a server answers from memory without hearing from it
     * @param pool how many connections requests share at most
     * @param sessions where sessions are kept in place of it; empty for in it
     */
    public record Postgresql(
            StoreAddress.Postgresql address,
            Optional<Path> passwordFile,
            StoreTls tls,
            Optional<Path> authority,
            Duration cacheBound,
            int pool,
            Optional<Redis> sessions) {
        /** The same where sessions are kept in it. */
        public Postgresql withSessionsInIt() {
            return new Postgresql(address, passwordFile, tls, authority, cacheBound, pool, Optional.empty());
        }
    }

    /**
     * Redis or Valkey, for sessions.
     *
     * @param address where it is, and as whom it is used
     * @param passwordFile where its password is read from; empty for the environment
     */
    public record Redis(RedisAddress address, Optional<Path> passwordFile) {}

    /**
     * Where health and metrics are served.
     *
     * @param port 0 for one that is free
     */
    public record Management(List<InetAddress> listen, int port) {
        /** Copies the list. */
        public Management {
            listen = List.copyOf(listen);
        }
    }

    /**
     * Where the page comes from.
     *
     * @param staticFiles built files; empty for none
     * @param templates the folder of {@code index.html}; empty for no page
     * @param devAssets a Vite development server in front; empty in production
     * @param routes paths that the app has pages for, {@code *} for a part; none where every path may be one
     * @param changePassword path of the page where a password is changed; empty where there is none
     * @param base path below which the page and its files lie; empty for the root
     * @param csp what the page may load beside its own files
     * @param theme how the demo app looks
     */
    public record Page(
            Optional<Path> staticFiles,
            Optional<Path> templates,
            Optional<Origin> devAssets,
            List<String> routes,
            Optional<String> changePassword,
            Optional<String> base,
            Map<Directive, List<String>> csp,
            Theme theme) {
        /** Copies the collections. */
        public Page {
            routes = List.copyOf(routes);
            csp = Map.copyOf(csp);
        }
    }

    /**
     * How the demo app looks, and where it leads.
     *
     * @param name of what people log in to
     * @param logo path of a picture of this origin
     * @param accent colour in the light scheme, as {@code #rrggbb}
     * @param accentDark the same in the dark scheme
     * @param help a line below the login
     * @param helpLink where that leads
     * @param home path where a login leads
     */
    public record Theme(
            String name,
            Optional<String> logo,
            Optional<String> accent,
            Optional<String> accentDark,
            Optional<String> help,
            Optional<String> helpLink,
            Optional<String> home) {}

    /** What hashing a password takes, and how much of it may go on. */
    public record Hashing(int memoryKib, int iterations, int parallelism, int permits, int queue, Duration deadline) {}

    /** What is logged, and how. */
    public record Log(boolean access, boolean json) {}
}
