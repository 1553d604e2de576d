package dev.latchkey.http.deployment;

import dev.latchkey.http.csrf.CsrfPolicy;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.setting.Grammars;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingCatalogue;
import dev.latchkey.http.setting.SettingCatalogue.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every setting that a deployment is made of. */
public final class DeploymentSetting {
    private static final SettingCatalogue.Builder CATALOGUE = SettingCatalogue.builder();

    private static final Section DEPLOYMENTS = CATALOGUE.group("Deployment", "deployments.md");

    /** Which deployment this is. */
    public static final Setting<String> DEPLOYMENT = DEPLOYMENTS.add(
            "deployment",
            Grammars.oneOf("embedded", "cross-origin", "same-domain"),
            "embedded",
            "who serves the single-page app");

    /** Where browsers reach the API. The default is for whoever knows the port to fill in. */
    public static final Setting<String> PUBLIC_ORIGIN = DEPLOYMENTS.add(
            "public-origin",
            Grammars.text("ORIGIN"),
            () -> "",
            "http://localhost:<port>",
            "where browsers reach this server; https unless it is this machine");

    /** Whose pages call the API. */
    public static final Setting<String> SPA_ORIGINS = DEPLOYMENTS.add(
            "spa-origins",
            Grammars.text("ORIGINS"),
            "",
            "cross-origin only: exact origins of the pages that call, separated by commas");

    /** Whose word on the client is taken. */
    public static final Setting<String> TRUSTED_PROXIES = DEPLOYMENTS.add(
            "trusted-proxies",
            Grammars.text("ADDRESSES"),
            "",
            "addresses or CIDR ranges of your proxies, separated by commas; an https origin needs them, or a certificate");

    /** Which headers they write. */
    public static final Setting<Forwarding.Headers> PROXY_HEADERS = DEPLOYMENTS.add(
            "proxy-headers",
            Grammars.constants(List.of(Forwarding.Headers.X_FORWARDED, Forwarding.Headers.FORWARDED)),
            Forwarding.Headers.X_FORWARDED,
            "headers that your proxies write");

    /** Whether plain http is accepted beyond this machine. */
    public static final Setting<Boolean> INSECURE_HTTP = DEPLOYMENTS.add(
            "insecure-http",
            Grammars.trueFalse(),
            false,
            "accept plain http beyond this machine: anyone on the way can log in too");

    /** Whether a request can be explained. */
    public static final Setting<Boolean> DIAGNOSTICS = DEPLOYMENTS.add(
            "diagnostics", Grammars.onOff(), false, "answer GET /api/diagnostics: what the server saw of a request");

    private static final Section TLS = CATALOGUE.group("TLS", "operating.md");

    /** A certificate, when the server itself speaks TLS. */
    public static final Setting<Optional<Path>> TLS_CERTIFICATE = TLS.add(
            "tls.certificate",
            Grammars.pathOrNone(),
            Optional.empty(),
            "PEM file of the certificate chain; the server then speaks TLS itself, HTTP/2 included, else plain http");

    /** The private key of the certificate. */
    public static final Setting<Optional<Path>> TLS_KEY = TLS.add(
            "tls.key", Grammars.pathOrNone(), Optional.empty(), "PEM file of the certificate's private key (PKCS #8)");

    /** How long before its end a certificate is warned of. */
    public static final Setting<Duration> TLS_WARN_BEFORE = TLS.add(
            "tls.warn-before",
            Grammars.duration(Duration.ofHours(1), Duration.ofDays(365)),
            Duration.ofDays(14),
            "how long before its end a certificate is warned of; less for those that live a few days");

    private static final Section CROSS_SITE = CATALOGUE.group("Protection from other sites", "csrf.md");

    /** What an unsafe request must bring. */
    public static final Setting<CsrfPolicy.Mode> CSRF = CROSS_SITE.add(
            "csrf",
            Grammars.constants(List.of(CsrfPolicy.Mode.ORIGIN, CsrfPolicy.Mode.TOKEN)),
            CsrfPolicy.Mode.ORIGIN,
            "what protects from other sites: the origin, or a token too");

    /** Whether scripts must say where they come from. */
    public static final Setting<Boolean> CSRF_REQUIRE_ORIGIN = CROSS_SITE.add(
            "csrf.require-origin",
            Grammars.trueFalse(),
            false,
            "refuse unsafe requests that say nothing of their origin");

    /** Whether to let through what would be refused. */
    public static final Setting<Boolean> CSRF_REPORT_ONLY = CROSS_SITE.add(
            "csrf.report-only", Grammars.trueFalse(), false, "log what would be refused, and let it through");

    /** Whether a proxy may pass preflights on to a backend that nobody may reach without a login. */
    public static final Setting<Boolean> CSRF_PASS_PREFLIGHTS = CROSS_SITE.add(
            "csrf.pass-preflights",
            Grammars.trueFalse(),
            false,
            "let a proxy that asks at /api/verify pass CORS preflights on: the backend answers them, logged in or not");

    private static final Section COOKIES = CATALOGUE.group("Cookies", "deployments.md");

    /** The session cookie's name; the others' begin with it. */
    public static final Setting<String> COOKIE_NAME = COOKIES.add(
            "cookie.name",
            Grammars.text("NAME"),
            Cookies.DEFAULT_NAME,
            "name of the session cookie, without its prefix");

    /** The names' prefix. */
    public static final Setting<String> COOKIE_PREFIX = COOKIES.add(
            "cookie.prefix",
            Grammars.oneOf("auto", "__Host-", "__Host-Http-", "none"),
            "auto",
            "prefix of the cookies' names; auto follows from the deployment, as in those below");

    /** Which cross-site requests carry the cookies. */
    public static final Setting<String> COOKIE_SAME_SITE = COOKIES.add(
            "cookie.same-site", Grammars.oneOf("auto", "lax", "strict", "none"), "auto", "SameSite of the cookies");

    /** Whether cookies stay off unencrypted connections. */
    public static final Setting<Optional<Boolean>> COOKIE_SECURE =
            COOKIES.add("cookie.secure", Grammars.autoOrTrueFalse(), Optional.empty(), "Secure on the cookies");

    /** Whether cookies are kept per top-level site. */
    public static final Setting<Optional<Boolean>> COOKIE_PARTITIONED = COOKIES.add(
            "cookie.partitioned", Grammars.autoOrTrueFalse(), Optional.empty(), "Partitioned on the cookies");

    /** What the session cookie was called before. */
    public static final Setting<List<FormerCookies.Name>> COOKIE_FORMER = COOKIES.add(
            "cookie.former",
            FormerCookieGrammars.names(),
            List.of(),
            "names that the session cookie had before, with their prefixes, and @/path where it was set for one: read until"
                    + " cookie.former-until, replaced and removed");

    /** Until when those are read. */
    public static final Setting<Optional<Instant>> COOKIE_FORMER_UNTIL = COOKIES.add(
            "cookie.former-until",
            FormerCookieGrammars.instantOrNone(),
            Optional.empty(),
            "date from which on no name of cookie.former is read any more");

    /** How much room all cookies of a request may take up. */
    public static final Setting<Integer> COOKIE_MAX_BYTES = COOKIES.add(
            "cookie.max-bytes",
            Grammars.wholeNumber(1024, 15 * 1024),
            Cookies.DEFAULT_MAX_BYTES,
            "how many bytes of cookies a request may bring, those of other applications of the host included");

    /** Always empty; known so that it can be explained. */
    public static final Setting<String> COOKIE_DOMAIN = COOKIES.add(
            "cookie.domain",
            Grammars.text("DOMAIN"),
            "",
            "not supported: a cookie for a whole domain belongs to every host in it");

    /** All of them. */
    public static final SettingCatalogue ALL = CATALOGUE.build();

    private DeploymentSetting() {}
}
