package dev.latchkey.http.deployment;

import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;

/**
 * A site: what browsers compare when they decide on cookies. Ports do not count; the scheme does (HTML standard,
 * "schemeful same site").
 *
 * @param scheme {@code http} or {@code https}
 * @param domain the registrable domain; the whole host where there is none
 */
public record Site(String scheme, String domain) {
    /** The site of an origin. */
    public static Site of(Origin origin, PublicSuffixes suffixes) {
        return new Site(origin.scheme(), registrableDomain(origin.host(), suffixes));
    }

    private static String registrableDomain(String host, PublicSuffixes suffixes) {
        if (host.startsWith("[") || IpLiteral.parse(host).isPresent()) {
            return host;
        }
        String suffix = suffixes.publicSuffix(host);
        if (suffix.length() >= host.length()) {
            return host;
        }
        int beforeSuffix = host.length() - suffix.length() - 1;
        return host.substring(host.lastIndexOf('.', beforeSuffix - 1) + 1);
    }
}
