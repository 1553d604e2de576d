package dev.latchkey.http.deployment;

/** Every setting that a deployment is made of: its key, its default and one line of help. */
public enum DeploymentSetting {
    /** Which deployment this is. */
    DEPLOYMENT("deployment", "embedded", "who serves the single-page app: embedded, cross-origin or same-domain"),
    /** Where browsers reach the API. */
    PUBLIC_ORIGIN("public-origin", "", "where browsers reach this server"),
    /** Whose pages call the API. */
    SPA_ORIGINS("spa-origins", "", "cross-origin only: origins of the pages that call, separated by commas"),
    /** Whose word on the client is taken. */
    TRUSTED_PROXIES("trusted-proxies", "", "addresses or CIDR ranges of your proxies, separated by commas"),
    /** Which headers they write. */
    PROXY_HEADERS("proxy-headers", "x-forwarded", "headers that your proxies write: x-forwarded or forwarded"),
    /** Whether plain http is accepted beyond this machine. */
    INSECURE_HTTP("insecure-http", "false", "accept plain http beyond this machine: anyone on the way can log in too"),
    /** A certificate, when the server itself speaks TLS. */
    TLS_CERTIFICATE(
            "tls.certificate", "", "PEM file of the certificate chain; without it the server speaks plain http"),
    /** What an unsafe request must bring. */
    CSRF("csrf", "origin", "what protects from other sites: origin, or token for origin and a token"),
    /** Whether scripts must say where they come from. */
    CSRF_REQUIRE_ORIGIN("csrf.require-origin", "false", "refuse unsafe requests that say nothing of their origin"),
    /** Whether to let through what would be refused. */
    CSRF_REPORT_ONLY("csrf.report-only", "false", "log what would be refused, and let it through"),
    /** The session cookie's name; the others' begin with it. */
    COOKIE_NAME("cookie.name", "latchkey", "name of the session cookie, without its prefix"),
    /** The names' prefix. */
    COOKIE_PREFIX("cookie.prefix", "auto", "prefix of the cookies' names: auto, __Host-, __Host-Http- or none"),
    /** Which cross-site requests carry the cookies. */
    COOKIE_SAME_SITE("cookie.same-site", "auto", "SameSite of the cookies: auto, lax, strict or none"),
    /** Whether cookies stay off unencrypted connections. */
    COOKIE_SECURE("cookie.secure", "auto", "Secure on the cookies: auto, true or false"),
    /** Whether cookies are kept per top-level site. */
    COOKIE_PARTITIONED("cookie.partitioned", "auto", "Partitioned on the cookies: auto, true or false"),
    /** Always empty; known so that it can be explained. */
    COOKIE_DOMAIN("cookie.domain", "", "not supported: a cookie for a whole domain belongs to every host in it"),
    /** Whether a request can be explained. */
    DIAGNOSTICS("diagnostics", "off", "answer GET /api/diagnostics: what the server saw of a request");

    private final String key;
    private final String defaultText;
    private final String help;

    DeploymentSetting(String key, String defaultText, String help) {
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
}
