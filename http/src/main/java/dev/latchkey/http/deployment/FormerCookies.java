package dev.latchkey.http.deployment;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.exchange.HeaderField;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the cookies of this host were called before: read for a time, so that nobody is logged out by a change of name,
 * prefix or deployment.
 *
 * @param names of the session cookie, with their prefixes, each with the path it was set for
 * @param until from then on none of them is read any more
 * @param domains that contain this host, for which a cookie of that name may have been set; never a public suffix
 */
public record FormerCookies(List<Name> names, Instant until, List<String> domains) {
    static final FormerCookies NONE = new FormerCookies(List.of(), Instant.EPOCH, List.of());

    private static final String HOST_PREFIX = "__Host-";

    /** Copies the lists. */
    public FormerCookies {
        names = List.copyOf(names);
        domains = List.copyOf(domains);
    }

    /**
     * One name.
     *
     * @param text of the session cookie; the others' begin with it
     * @param path it was set for; empty for {@code /}
     */
    public record Name(String text, Optional<String> path) {
        boolean isBoundToHost() {
            return text.regionMatches(true, 0, HOST_PREFIX, 0, HOST_PREFIX.length());
        }

        boolean isSecure() {
            return text.startsWith("__");
        }
    }

    /** Whether they are read at that moment. */
    public boolean areRead(Instant now) {
        return !names.isEmpty() && now.isBefore(until);
    }

    /**
     * Removes a former cookie in every scope that this origin can reach: in both jars, for the path it was set for, the
     * API's and {@code /}, for this host alone and for each domain that it is in. What is none of these is another
     * origin's.
     *
     * @param name of the session cookie
     * @param addition what the cookie's name has beyond it
     * @param kind the cookie of today, whose attributes a browser that sends this name accepts
     * @param basePath where the API is
     */
    public List<HeaderField> clear(Name name, String addition, CookieSpec kind, String basePath) {
        boolean secure = kind.secure() || name.isSecure();
        CookieSpec spec = new CookieSpec(name.text() + addition, secure, kind.sameSite(), kind.partitioned());
        List<HeaderField> lines = new ArrayList<>();
        lines.add(spec.clear());
        lines.addAll(spec.clearTwins(basePath));
        if (name.isBoundToHost()) {
            return List.copyOf(lines);
        }
        List<String> paths = new ArrayList<>(List.of("/"));
        name.path().filter(path -> !path.equals("/")).ifPresent(path -> {
            paths.add(path);
            lines.add(spec.clear(path));
        });
        for (String domain : domains) {
            paths.forEach(path -> lines.add(spec.clear(path, domain)));
        }
        return List.copyOf(lines);
    }

    /** The domains that contain a host and belong to whoever owns it. */
    static List<String> domainsOf(String host, PublicSuffixes suffixes) {
        String name = host.toLowerCase(Locale.ROOT);
        boolean isAddress = name.startsWith("[") || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        if (isAddress || name.indexOf('.') < 0) {
            return List.of();
        }
        String suffix = suffixes.publicSuffix(name);
        List<String> domains = new ArrayList<>();
        for (String domain = name;
                domain.length() > suffix.length();
                domain = domain.substring(domain.indexOf('.') + 1)) {
            domains.add(domain);
        }
        return List.copyOf(domains);
    }
}
