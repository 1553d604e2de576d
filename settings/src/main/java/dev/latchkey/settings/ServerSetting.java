package dev.latchkey.settings;

import dev.latchkey.LoginSetting;
import dev.latchkey.argon2.Argon2Parameters;
import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.engine.Transport;
import dev.latchkey.http.deployment.ContentSecurityPolicy.Directive;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Grammars;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingCatalogue;
import dev.latchkey.http.setting.SettingCatalogue.Section;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every setting of the server that is neither one of a deployment nor one of a login's life; and all of them together. */
public final class ServerSetting {
    private static final SettingCatalogue.Builder CATALOGUE =
            SettingCatalogue.builder().include(DeploymentSetting.ALL);

    private static final Section LISTENING = CATALOGUE.group("Listening", "operating.md");

    /** The addresses to listen on. */
    public static final Setting<List<InetAddress>> LISTEN = LISTENING.add(
            "listen",
            Grammars.addresses(),
            addresses("127.0.0.1", "::1"),
            "addresses to listen on, separated by commas; what is beyond this machine is said aloud");

    /** The port to listen on. */
    public static final Setting<Integer> PORT =
            LISTENING.add("port", Grammars.port(), 5000, "port to listen on; 0 takes a free one");

    /** The addresses for health and metrics. */
    public static final Setting<List<InetAddress>> MANAGEMENT_LISTEN = LISTENING.add(
            "management.listen",
            Grammars.addresses(),
            addresses("127.0.0.1"),
            "addresses to serve health and metrics on");

    /** The port for health and metrics. */
    public static final Setting<OptionalInt> MANAGEMENT_PORT = LISTENING.add(
            "management.port",
            Grammars.portOrOff(),
            OptionalInt.of(5001),
            "port for health and metrics; 0 takes a free one, off serves none, as latchkey demo does");

    /** Connections at once. */
    public static final Setting<Integer> HTTP_MAX_CONNECTIONS = LISTENING.add(
            "http.max-connections",
            Grammars.wholeNumber(1, 1_000_000),
            10_000,
            "how many connections are open at once, at most what the descriptors allow; for one more the longest idle is closed");

    /** A pause between two requests. */
    public static final Setting<Duration> HTTP_IDLE_TIMEOUT = LISTENING.add(
            "http.idle-timeout",
            Grammars.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            Duration.ofSeconds(75),
            "how long a connection waits for its next request; longer than what stands in front keeps it");

    /** How the kernel is asked. */
    public static final Setting<Transport> HTTP_TRANSPORT = LISTENING.add(
            "http.transport",
            Grammars.constants(List.of(Transport.values()), Transport::label),
            Transport.AUTO,
            "how the kernel is asked for bytes");

    /** Draining at the end. */
    public static final Setting<Duration> HTTP_DRAIN_TIMEOUT = LISTENING.add(
            "http.drain-timeout",
            Grammars.duration(Duration.ofMillis(1), Duration.ofMinutes(5)),
            Duration.ofSeconds(10),
            "how long requests under way may take when the server stops");

    private static final Section STORAGE = CATALOGUE.group("Storage", "storage.md");

    /** Where the database lives. */
    public static final Setting<Path> DATA =
            STORAGE.add("data", Grammars.path(), Path.of("./data"), "folder of the database");

    /** Where everything is kept. */
    public static final Setting<StoreAddress> STORE = STORAGE.add(
            "store",
            StoreGrammars.address(),
            new StoreAddress.Sqlite(),
            "where everything is kept: in a file in the folder of data, for one server, or in PostgreSQL, for any number");

    /** Where the database's password is read from. */
    public static final Setting<Optional<Path>> STORE_PASSWORD_FILE = STORAGE.add(
            "store.password-file",
            Grammars.pathOrNone(),
            Optional.empty(),
            "file with the password of the PostgreSQL account and nothing else; without one the variable "
                    + Settings.PASSWORD + " holds it");

    /** How the way to the database is protected. */
    public static final Setting<String> STORE_TLS = STORAGE.add(
            "store.tls",
            Grammars.oneOf("auto", "verify-full", "insecure-unverified", "insecure-none"),
            "auto",
            "how the way to PostgreSQL is protected; auto is insecure-none to this very machine and else verify-full");

    /** Whom the database's certificate must be of. */
    public static final Setting<Optional<Path>> STORE_TLS_CA = STORAGE.add(
            "store.tls-ca",
            Grammars.pathOrNone(),
            Optional.empty(),
            "PEM file of the authority that PostgreSQL's certificate is of; by default those that Java trusts");

    /** How long the cache may answer unheard. */
    public static final Setting<Duration> STORE_CACHE_BOUND = STORAGE.add(
            "store.cache-bound",
            Grammars.duration(Duration.ofMillis(250), Duration.ofSeconds(10)),
            Duration.ofSeconds(1),
            "how long a server answers from memory without hearing from PostgreSQL; so long, and a tenth more, a logout"
                    + " waits for a server that is paused or cut off");

    /** Connections to the database. */
    public static final Setting<Integer> STORE_POOL = STORAGE.add(
            "store.pool",
            Grammars.wholeNumber(2, 500),
            10,
            "how many connections to PostgreSQL requests share at most; a server has one or two more for itself");

    /** Where sessions are kept, where that is not with the rest. */
    public static final Setting<Optional<RedisAddress>> STORE_SESSIONS = STORAGE.add(
            "store.sessions",
            StoreGrammars.redisOrNone(),
            Optional.empty(),
            "Redis or Valkey for sessions, remembered browsers and counted attempts, in place of PostgreSQL, which keeps the"
                    + " rest and promises more");

    /** Where its password is read from. */
    public static final Setting<Optional<Path>> STORE_SESSIONS_PASSWORD_FILE = STORAGE.add(
            "store.sessions-password-file",
            Grammars.pathOrNone(),
            Optional.empty(),
            "file with the password of that server and nothing else; without one the variable "
                    + Settings.SESSIONS_PASSWORD + " holds it");

    /** How long to wait for the server before. */
    public static final Setting<Duration> TAKEOVER_TIMEOUT = STORAGE.add(
            "takeover-timeout",
            Grammars.duration(Duration.ofMillis(1), Duration.ofHours(1)),
            Duration.ofSeconds(30),
            "how long a start waits for another server on the same folder to end, before it gives up");

    /** Sessions kept in memory. */
    public static final Setting<Integer> CACHE_SESSIONS = STORAGE.add(
            "cache.sessions",
            Grammars.wholeNumber(1, 100_000_000),
            CachedSessionStore::defaultSize,
            "250000",
            "how many sessions are kept in memory; by default at most what a quarter of the heap holds");

    private static final Section PAGE = CATALOGUE.group("Page", "page.md");

    /** The built single-page app. */
    public static final Setting<Optional<Path>> STATIC =
            PAGE.add("static", Grammars.pathOrNone(), Optional.empty(), "folder of the app's built files");

    /** The page templates. */
    public static final Setting<Optional<Path>> TEMPLATES = PAGE.add(
            "templates", Grammars.pathOrNone(), Optional.empty(), "folder of the app's page template, index.html");

    /** A development server for the app's sources. */
    public static final Setting<Optional<Origin>> DEV_ASSETS = PAGE.add(
            "dev-assets",
            Grammars.originOrNone(),
            Optional.empty(),
            "origin of a Vite development server that serves the app's sources");

    /** Where the page lies. */
    public static final Setting<Optional<String>> PAGE_BASE = PAGE.add(
            "page.base",
            PageGrammars.pathOrNone(),
            Optional.empty(),
            "path below which the page and its files lie, beside another application of this origin; the API stays where it is");

    /** What the app has pages for. */
    public static final Setting<List<String>> PAGE_ROUTES = PAGE.add(
            "page.routes",
            PageGrammars.paths(),
            List.of(),
            "paths that the app has pages for, * for a part of any name; any other gets the page with status 404. By default"
                    + " every path is one");

    /** Where a password is changed. */
    public static final Setting<Optional<String>> PAGE_CHANGE_PASSWORD = PAGE.add(
            "page.change-password",
            PageGrammars.pathOrNone(),
            Optional.of("/password"),
            "path of the page where a password is changed: /.well-known/change-password leads there; none for none");

    /** What the page may load beside its own files, part by part. */
    public static final Map<Directive, Setting<List<String>>> PAGE_CSP = csp();

    private static final Section THEME = CATALOGUE.group("Theme of the demo app", "theming.md");

    /** What people log in to. */
    public static final Setting<String> THEME_NAME = THEME.add(
            "theme.name",
            ThemeGrammars.name(),
            "Latchkey",
            "name of what people log in to, on each page and in its title");

    /** What stands for it. */
    public static final Setting<Optional<String>> THEME_LOGO = THEME.add(
            "theme.logo",
            ThemeGrammars.pathOrNone("/logo.svg"),
            Optional.empty(),
            "path of a picture that stands beside the name, in the folder of static; by default Latchkey's");

    /** The colour of what can be pressed, in the light. */
    public static final Setting<Optional<String>> THEME_ACCENT = THEME.add(
            "theme.accent",
            ThemeGrammars.colourOrNone("#ffffff", "#0f5f56"),
            Optional.empty(),
            "colour of buttons and links in the light scheme");

    /** The colour of what can be pressed, in the dark. */
    public static final Setting<Optional<String>> THEME_ACCENT_DARK = THEME.add(
            "theme.accent-dark",
            ThemeGrammars.colourOrNone("#182124", "#84d8c8"),
            Optional.empty(),
            "the same in the dark scheme; by default made lighter from theme.accent");

    /** What a person who cannot log in reads. */
    public static final Setting<Optional<String>> THEME_HELP = THEME.add(
            "theme.help",
            ThemeGrammars.lineOrNone(),
            Optional.empty(),
            "line below the login, in place of the one about forgotten passwords");

    /** Where that leads. */
    public static final Setting<Optional<String>> THEME_HELP_LINK = THEME.add(
            "theme.help-link", ThemeGrammars.linkOrNone(), Optional.empty(), "where the line of theme.help leads");

    /** Where a login leads. */
    public static final Setting<Optional<String>> THEME_HOME = THEME.add(
            "theme.home",
            ThemeGrammars.pathOrNone("/shop"),
            Optional.empty(),
            "path where a login leads that was on the way nowhere; by default the app's own page, /user");

    static {
        CATALOGUE.include(LoginSetting.ALL);
    }

    private static final Section HASHING = CATALOGUE.group("Password hashing", "login.md");

    /** Argon2id memory. */
    public static final Setting<Integer> PASSWORD_MEMORY_KIB = HASHING.add(
            "password.memory-kib",
            Grammars.wholeNumber(7168, Argon2Parameters.MAX_MEMORY_KIB),
            Argon2Parameters.DEFAULT.memoryKib(),
            "memory that hashing one password takes, in KiB");

    /** Argon2id iterations. */
    public static final Setting<Integer> PASSWORD_ITERATIONS = HASHING.add(
            "password.iterations",
            Grammars.wholeNumber(1, Argon2Parameters.MAX_ITERATIONS),
            Argon2Parameters.DEFAULT.iterations(),
            "passes that hashing one password makes");

    /** Argon2id lanes. */
    public static final Setting<Integer> PASSWORD_PARALLELISM = HASHING.add(
            "password.parallelism",
            Grammars.wholeNumber(1, Argon2Parameters.MAX_PARALLELISM),
            Argon2Parameters.DEFAULT.parallelism(),
            "lanes of hashing one password");

    private static final Section LOGS = CATALOGUE.group("Logs", "operating.md");

    /** The access log. */
    public static final Setting<Boolean> LOG_ACCESS =
            LOGS.add("log.access", Grammars.onOff(), true, "a line for every request");

    /** How log lines look: {@code json}, or {@code text}. */
    public static final Setting<String> LOG_FORMAT =
            LOGS.add("log.format", Grammars.oneOf("json", "text"), "json", "how log lines look");

    /** All that the server knows, those of the deployment and of a login's life among them. */
    public static final SettingCatalogue ALL = CATALOGUE.build();

    private ServerSetting() {}

    /** What the settings of {@link #PAGE_CSP} allow, each read in that way. */
    public static Map<Directive, List<String>> csp(Function<Setting<List<String>>, List<String>> read) {
        Map<Directive, List<String>> sources = new EnumMap<>(Directive.class);
        PAGE_CSP.forEach((directive, setting) -> sources.put(directive, read.apply(setting)));
        return sources;
    }

    private static Map<Directive, Setting<List<String>>> csp() {
        Map<Directive, Setting<List<String>>> settings = new EnumMap<>(Directive.class);
        for (Directive directive : Directive.values()) {
            settings.put(
                    directive,
                    PAGE.add(
                            "page.csp." + directive.wireName(),
                            PageGrammars.sources(directive),
                            List.of(),
                            "what the page's Content-Security-Policy allows in " + directive.wireName()
                                    + " beside its own"));
        }
        return Collections.unmodifiableMap(settings);
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals)
                .map(literal -> IpLiteral.parse(literal).orElseThrow())
                .toList();
    }
}
