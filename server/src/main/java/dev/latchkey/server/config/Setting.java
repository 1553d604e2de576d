package dev.latchkey.server.config;

import dev.latchkey.http.deployment.DeploymentSetting;
import java.util.Locale;

/** Every setting there is: its key, its default and one line of help. The flag and the variable follow from the key. */
public enum Setting {
    /** Which deployment this is. */
    DEPLOYMENT(DeploymentSetting.DEPLOYMENT),
    /** Where browsers reach the API. */
    PUBLIC_ORIGIN(DeploymentSetting.PUBLIC_ORIGIN),
    /** Whose pages call the API. */
    SPA_ORIGINS(DeploymentSetting.SPA_ORIGINS),
    /** Whose word on the client is taken. */
    TRUSTED_PROXIES(DeploymentSetting.TRUSTED_PROXIES),
    /** Which headers they write. */
    PROXY_HEADERS(DeploymentSetting.PROXY_HEADERS),
    /** Whether plain http is accepted beyond this machine. */
    INSECURE_HTTP(DeploymentSetting.INSECURE_HTTP),
    /** A certificate, when the server itself speaks TLS. */
    TLS_CERTIFICATE(DeploymentSetting.TLS_CERTIFICATE),
    /** The private key of the certificate. */
    TLS_KEY("tls.key", "", "PEM file of the certificate's private key (PKCS #8)"),
    /** What an unsafe request must bring. */
    CSRF(DeploymentSetting.CSRF),
    /** Whether scripts must say where they come from. */
    CSRF_REQUIRE_ORIGIN(DeploymentSetting.CSRF_REQUIRE_ORIGIN),
    /** Whether to let through what would be refused. */
    CSRF_REPORT_ONLY(DeploymentSetting.CSRF_REPORT_ONLY),
    /** The session cookie's name; the others' begin with it. */
    COOKIE_NAME(DeploymentSetting.COOKIE_NAME),
    /** The names' prefix. */
    COOKIE_PREFIX(DeploymentSetting.COOKIE_PREFIX),
    /** Which cross-site requests carry the cookies. */
    COOKIE_SAME_SITE(DeploymentSetting.COOKIE_SAME_SITE),
    /** Whether cookies stay off unencrypted connections. */
    COOKIE_SECURE(DeploymentSetting.COOKIE_SECURE),
    /** Whether cookies are kept per top-level site. */
    COOKIE_PARTITIONED(DeploymentSetting.COOKIE_PARTITIONED),
    /** Always empty; known so that it can be explained. */
    COOKIE_DOMAIN(DeploymentSetting.COOKIE_DOMAIN),
    /** Whether a request can be explained. */
    DIAGNOSTICS(DeploymentSetting.DIAGNOSTICS),
    /** The addresses to listen on. */
    LISTEN("listen", "127.0.0.1,::1", "addresses to listen on, separated by commas"),
    /** The port to listen on. */
    PORT("port", "5000", "port to listen on; 0 takes a free one"),
    /** The addresses for health and metrics. */
    MANAGEMENT_LISTEN("management.listen", "127.0.0.1", "addresses to serve health and metrics on"),
    /** The port for health and metrics. */
    MANAGEMENT_PORT("management.port", "5001", "port for health and metrics; 0 takes a free one, off serves none"),
    /** Where the database lives. */
    DATA("data", "./data", "folder of the database"),
    /** How long to wait for the server before. */
    TAKEOVER_TIMEOUT(
            "takeover-timeout",
            "30s",
            "how long a start waits for another server on the same folder to end, before it gives up"),
    /** The built single-page app. */
    STATIC("static", "", "folder of the app's built files"),
    /** The page templates. */
    TEMPLATES("templates", "", "folder of the app's page template, index.html"),
    /** A development server for the app's sources. */
    DEV_ASSETS("dev-assets", "", "origin of a Vite development server that serves the app's sources"),
    /** How long a session may lie unused. */
    SESSION_IDLE_TIMEOUT("session.idle-timeout", "12h", "a session ends when nobody uses it for this long"),
    /** How long a session may live. */
    SESSION_ABSOLUTE_TIMEOUT("session.absolute-timeout", "7d", "a session ends after this long whatever happens"),
    /** How long a proven password counts. */
    SESSION_FRESH_FOR("session.fresh-for", "5m", "what is sensitive asks for the password again after this long"),
    /** How many sessions a user may have. */
    SESSION_MAX_PER_USER(
            "session.max-per-user", "0", "a user's oldest session ends beyond this many; 0 for any number"),
    /** Whether browsers are remembered. */
    REMEMBER("remember", "on", "let people stay logged in on a browser: on or off"),
    /** For how long. */
    REMEMBER_DURATION("remember.duration", "30d", "how long a browser is remembered, at most 400d"),
    /** Whether each return begins the time anew. */
    REMEMBER_REFRESH_ON_USE("remember.refresh-on-use", "off", "begin remember.duration anew at each return: on or off"),
    /** How long tabs may come with one spent token. */
    REMEMBER_GRACE("remember.grace", "60s", "how long after its use a remember-me cookie may come again"),
    /** What follows when the browser changed. */
    PROTECTION_BROWSER(
            "protection.browser", "strong", "when a session comes from another kind of browser: none, basic or strong"),
    /** What follows when the network changed. */
    PROTECTION_NETWORK(
            "protection.network", "basic", "when a session comes from another network: none, basic or strong"),
    /** What follows when the address or User-Agent changed at all. */
    PROTECTION_EXACT("protection.exact", "none", "when the exact address or User-Agent changed: none, basic or strong"),
    /** Whether guesses are slowed down. */
    THROTTLE("throttle", "on", "slow down guessing at passwords: on or off"),
    /** Guesses at one name. */
    THROTTLE_ACCOUNT("throttle.account", "5", "free attempts at one name from browsers that never logged in with it"),
    /** Guesses from one known browser. */
    THROTTLE_DEVICE("throttle.device", "5", "free attempts from a browser that logged in with the name before"),
    /** Guesses from one address. */
    THROTTLE_ADDRESS("throttle.address", "50", "free attempts from one address, over all names"),
    /** Guesses of everyone. */
    THROTTLE_GLOBAL("throttle.global", "2000", "free attempts of everyone together but known browsers"),
    /** Whether people may make accounts. */
    REGISTRATION("registration", "off", "let anyone make an account: off or open"),
    /** The shortest password that people may choose. */
    PASSWORD_MIN_LENGTH("password.min-length", "15", "characters that a new password has at least, 8 to 64"),
    /** How long audit lines are kept. */
    AUDIT_RETENTION("audit.retention", "365d", "how long lines of the audit log are kept"),
    /** Sessions kept in memory. */
    CACHE_SESSIONS(
            "cache.sessions",
            "250000",
            "how many sessions are kept in memory; by default fewer where the heap is small"),
    /** Argon2id memory. */
    PASSWORD_MEMORY_KIB("password.memory-kib", "19456", "memory that hashing one password takes, in KiB"),
    /** Argon2id iterations. */
    PASSWORD_ITERATIONS("password.iterations", "2", "passes that hashing one password makes"),
    /** Argon2id lanes. */
    PASSWORD_PARALLELISM("password.parallelism", "1", "lanes of hashing one password"),
    /** Passwords hashed at once. */
    HASHING_PERMITS("hashing.permits", "<cores - 1>", "how many passwords are hashed at once"),
    /** Passwords waiting to be hashed. */
    HASHING_QUEUE("hashing.queue", "64", "how many logins may wait for hashing; more are told to try again"),
    /** How long a login waits. */
    HASHING_DEADLINE("hashing.deadline", "5s", "how long a login waits for hashing before it is told to try again"),
    /** Connections at once. */
    HTTP_MAX_CONNECTIONS("http.max-connections", "10000", "how many connections are open at once"),
    /** A pause between two requests. */
    HTTP_IDLE_TIMEOUT(
            "http.idle-timeout",
            "75s",
            "how long a connection waits for its next request; longer than what stands in front keeps it"),
    /** How the kernel is asked. */
    HTTP_TRANSPORT("http.transport", "auto", "how the kernel is asked for bytes: auto, io_uring, epoll or nio"),
    /** Draining at the end. */
    HTTP_DRAIN_TIMEOUT("http.drain-timeout", "10s", "how long requests under way may take when the server stops"),
    /** The access log. */
    LOG_ACCESS("log.access", "on", "a line for every request: on or off"),
    /** How log lines look. */
    LOG_FORMAT("log.format", "json", "how log lines look: json or text");

    private final String key;
    private final String defaultText;
    private final String help;

    Setting(DeploymentSetting setting) {
        this(setting.key(), setting.defaultText(), setting.help());
    }

    Setting(String key, String defaultText, String help) {
        this.key = key;
        this.defaultText = defaultText;
        this.help = help;
    }

    /** As a configuration file spells it: dots for nesting. */
    public String key() {
        return key;
    }

    /** What holds when nobody says anything, as a person would write it. */
    public String defaultText() {
        return defaultText;
    }

    /** One line of help. */
    public String help() {
        return help;
    }

    /** As the command line spells it. */
    public String flag() {
        return "--" + key.replace('.', '-');
    }

    /** As the environment spells it. */
    public String variable() {
        return "LATCHKEY_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
