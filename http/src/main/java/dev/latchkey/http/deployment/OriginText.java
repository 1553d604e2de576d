package dev.latchkey.http.deployment;

import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;
import java.net.IDN;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An origin as a person wrote it: what is wrong with it, and what was probably meant. */
final class OriginText {
    private static final Pattern LOOSE = Pattern.compile("(?:(https?)://)?(?:[^/?#@]*@)?"
            + "([^/?#:\\[\\]*]+|\\*\\.[^/?#:\\[\\]*]+|\\[[^\\]]*\\])(?::([0-9]*))?(?:[/?#:].*)?");
    private static final Pattern NUMERIC_END = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

    private OriginText() {}

    /** The origin, when browsers would send just that. */
    static Optional<Origin> read(String text) {
        return Origin.parse(text).filter(origin -> isCanonicalHost(origin.host()) && !isWildcardAddress(origin.host()));
    }

    private static boolean isCanonicalHost(String host) {
        if (host.startsWith("[")) {
            String inner = host.substring(1, host.length() - 1);
            Optional<InetAddress> address = IpLiteral.parse(inner);
            return address.isPresent()
                    && address.get().getAddress().length == 16
                    && IpLiteral.format(address.get()).equals(inner);
        }
        return !NUMERIC_END.matcher(host).matches() || IpLiteral.parse(host).isPresent();
    }

    private static boolean isWildcardAddress(String host) {
        return host.equals("0.0.0.0") || host.equals("[::]");
    }

    /** The first thing that is wrong. */
    static String rule(String text) {
        String afterScheme = text.substring(text.contains("://") ? text.indexOf("://") + 3 : 0);
        if (text.equals("*")) {
            return "browsers refuse * together with credentials (Fetch standard), and any page could act for the person";
        }
        if (text.equals("null")) {
            return "null is the origin of every sandboxed frame and of every local file";
        }
        if (text.contains("*")) {
            return "an origin is compared as a whole, without wildcards: any host below could act for the person";
        }
        if (!text.contains("://")) {
            return "an origin begins with its scheme";
        }
        if (!text.regionMatches(true, 0, "http://", 0, 7) && !text.regionMatches(true, 0, "https://", 0, 8)) {
            return "only http and https are taken: an app's or an extension's own scheme is no site that cookies could belong to";
        }
        if (afterScheme.contains("@")) {
            return "an origin names no user";
        }
        if (afterScheme.matches(".*[/?#].*")) {
            return "browsers send an origin without a path and without a trailing slash";
        }
        if (!text.equals(text.toLowerCase(Locale.ROOT)) || !text.matches("\\p{ASCII}*")) {
            return "browsers send a host in lower case and in ASCII (punycode)";
        }
        if (afterScheme.matches("(?:0\\.0\\.0\\.0|\\[::\\])(?::.*)?")) {
            return "it is an address to listen on, not one that a browser asks for";
        }
        if (afterScheme.matches(".*\\.(?::.*)?")) {
            return "a host with a trailing dot is another host to browsers";
        }
        return "it is not scheme, host and port as browsers write them";
    }

    /** What was probably meant. Empty when that cannot be told. */
    static Optional<Origin> meant(String text) {
        Matcher loose = LOOSE.matcher(text);
        boolean isOfAnotherScheme = text.contains("://") && !text.matches("https?://.*");
        if (isOfAnotherScheme || text.equals("null") || !loose.matches()) {
            return Optional.empty();
        }
        return host(loose.group(2).toLowerCase(Locale.ROOT)).flatMap(host -> {
            boolean isLocal =
                    Origin.parse("http://" + host).filter(Origin::isLoopback).isPresent();
            String scheme = Optional.ofNullable(loose.group(1)).orElse(isLocal ? "http" : "https");
            String port = Optional.ofNullable(loose.group(3))
                    .map(digits -> ":" + digits)
                    .orElse("");
            return read(scheme + "://" + host + port).or(() -> read(scheme + "://" + host));
        });
    }

    private static Optional<String> host(String text) {
        if (isWildcardAddress(text)) {
            return Optional.of("localhost");
        }
        if (text.startsWith("[")) {
            return IpLiteral.parse(text.substring(1, text.length() - 1))
                    .map(address -> address.getAddress().length == 4
                            ? address.getHostAddress()
                            : "[" + IpLiteral.format(address) + "]");
        }
        String named = text.startsWith("*.") ? "app" + text.substring(1) : text;
        try {
            return Optional.of(IDN.toASCII(named.endsWith(".") ? named.substring(0, named.length() - 1) : named));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
