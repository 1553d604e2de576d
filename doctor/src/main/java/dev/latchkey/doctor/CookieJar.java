package dev.latchkey.doctor;

import dev.latchkey.http.deployment.PublicSuffixes;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.origin.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Keeps cookies as a browser with its usual settings does, and says why it drops one (RFC 6265bis §5.7; partitioned
 * cookies as in CHIPS). A cookie of another site is kept only when it is partitioned, for browsers block the others.
 * Expiry does not matter here: nothing is kept for longer than one examination. Used by one thread.
 */
final class CookieJar {
    private static final int MAX_NAME_AND_VALUE = 4096;
    private static final List<String> PREFIXES = List.of("__secure-", "__host-", "__http-");

    private final PublicSuffixes suffixes;
    private final List<Kept> kept = new ArrayList<>();

    CookieJar(PublicSuffixes suffixes) {
        this.suffixes = suffixes;
    }

    private record Kept(ReceivedCookie cookie, String host, boolean isHostOnly, String path) {
        boolean isFor(Origin to, String requestPath) {
            return (isHostOnly ? to.host().equals(host) : isWithin(to.host(), host)) && isBelow(requestPath, path);
        }
    }

    /** What became of a cookie. */
    sealed interface Verdict {
        record Stored() implements Verdict {}

        record Dropped(Cause cause, String why) implements Verdict {}
    }

    /** Offers a cookie that an answer sets. */
    Verdict offer(ReceivedCookie cookie, Origin from, String requestPath, Relation relation) {
        String domain = cookie.attribute("domain").toLowerCase(Locale.ROOT);
        domain = domain.startsWith(".") ? domain.substring(1) : domain;
        Verdict verdict = judge(cookie, from, relation, domain);
        if (verdict instanceof Verdict.Stored) {
            String path = cookie.attribute("path").startsWith("/") ? cookie.attribute("path") : parent(requestPath);
            Kept next = new Kept(cookie, domain.isEmpty() ? from.host() : domain, domain.isEmpty(), path);
            kept.removeIf(other -> other.cookie().name().equals(cookie.name())
                    && other.host().equals(next.host())
                    && other.path().equals(path)
                    && other.cookie().has("partitioned") == cookie.has("partitioned"));
            if (!cookie.isDeletion()) {
                kept.add(next);
            }
        }
        return verdict;
    }

    private Verdict judge(ReceivedCookie cookie, Origin from, Relation relation, String domain) {
        boolean secure = cookie.has("secure");
        String name = cookie.name().toLowerCase(Locale.ROOT);
        if (cookie.name().isEmpty() && (cookie.value().isEmpty() || isPrefixed(cookie.value()))) {
            return dropped(
                    Cause.COOKIE_REWRITTEN,
                    "browsers ignore a cookie without a name that has no value, or a name in it");
        }
        if (cookie.name().length() + cookie.value().length() > MAX_NAME_AND_VALUE) {
            return dropped(Cause.COOKIE_REWRITTEN, "browsers drop a cookie over 4096 bytes");
        }
        // Browsers take localhost for trustworthy; every other unencrypted origin is not.
        if (secure && !from.isHttps() && !from.isLoopback()) {
            return dropped(Cause.SECURE_COOKIE_DROPPED, "browsers drop a Secure cookie that came unencrypted");
        }
        if (isPrefixed(name) && !secure) {
            return dropped(Cause.COOKIE_REWRITTEN, "browsers drop a cookie of this name without Secure");
        }
        if (name.startsWith("__host-")
                && (cookie.has("domain") || !cookie.attribute("path").equals("/"))) {
            return dropped(
                    Cause.COOKIE_REWRITTEN, "browsers drop a __Host- cookie with a Domain or another Path than /");
        }
        if ((name.startsWith("__http-") || name.startsWith("__host-http-")) && !cookie.has("httponly")) {
            return dropped(Cause.COOKIE_REWRITTEN, "browsers drop a cookie of this name without HttpOnly");
        }
        if (!domain.isEmpty()
                && !domain.equals(from.host())
                && (!isWithin(from.host(), domain)
                        || suffixes.publicSuffix(domain).equals(domain))) {
            return dropped(
                    Cause.COOKIE_REWRITTEN, "browsers drop a cookie for a domain that the host may not speak for");
        }
        if ((cookie.isSameSiteNone() || cookie.has("partitioned")) && !secure) {
            return dropped(
                    Cause.COOKIE_REWRITTEN, "browsers drop SameSite=None and Partitioned cookies without Secure");
        }
        if (relation == Relation.CROSS_SITE && !cookie.isSameSiteNone()) {
            return dropped(
                    Cause.COOKIE_STAYS_ON_SITE,
                    "page and API are of two sites, where browsers drop every cookie but SameSite=None");
        }
        if (relation == Relation.CROSS_SITE && !cookie.has("partitioned")) {
            return dropped(
                    Cause.COOKIE_STAYS_ON_SITE,
                    "page and API are of two sites, where browsers block cookies that are not Partitioned");
        }
        return new Verdict.Stored();
    }

    private static boolean isPrefixed(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return PREFIXES.stream().anyMatch(lower::startsWith);
    }

    private static Verdict dropped(Cause cause, String why) {
        return new Verdict.Dropped(cause, why);
    }

    /** What would be sent, longer paths first. */
    List<ReceivedCookie> matching(Origin to, String requestPath) {
        return kept.stream()
                .filter(cookie -> cookie.isFor(to, requestPath))
                .filter(cookie -> !cookie.cookie().has("secure") || to.isHttps() || to.isLoopback())
                .sorted(Comparator.comparingInt((Kept cookie) -> cookie.path().length())
                        .reversed())
                .map(Kept::cookie)
                .toList();
    }

    /** The {@code Cookie} header; empty for none. */
    String header(Origin to, String requestPath) {
        return matching(to, requestPath).stream()
                .map(cookie -> cookie.name().isEmpty() ? cookie.value() : cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
    }

    private static boolean isWithin(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean isBelow(String requestPath, String path) {
        return requestPath.equals(path)
                || (requestPath.startsWith(path) && (path.endsWith("/") || requestPath.charAt(path.length()) == '/'));
    }

    private static String parent(String requestPath) {
        int end = requestPath.lastIndexOf('/');
        return end <= 0 ? "/" : requestPath.substring(0, end);
    }
}
