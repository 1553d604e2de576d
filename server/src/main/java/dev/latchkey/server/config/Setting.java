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
    /** Sessions kept in memory. */
    CACHE_SESSIONS("cache.sessions", "100000", "how many sessions are kept in memory for quick checks"),
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
