package dev.latchkey.http.forwarding;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** IP addresses as text, by their exact grammars: never a name, so nothing here asks a name server. */
public final class IpLiteral {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final Pattern PORT = Pattern.compile("(\\[[^\\]]+\\]|[^:\\[\\]]+):[0-9]{1,5}");
    private static final int MAX_LENGTH = 45;

    private IpLiteral() {}

    /**
     * Reads an IPv4 or IPv6 address without brackets, port or zone. An IPv4-mapped IPv6 address is the IPv4 address.
     * Empty for anything else: {@code 127.1} and {@code 010.0.0.1} mean different things to different readers.
     */
    public static Optional<InetAddress> parse(String text) {
        boolean isLiteral = text.length() <= MAX_LENGTH
                && (V4.matcher(text).matches() || V6.matcher(text).matches());
        if (!isLiteral) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Reads a hop as proxies write it: an address, an IPv6 one perhaps in brackets, perhaps with a port. */
    static Optional<InetAddress> parseHop(String text) {
        Matcher withPort = PORT.matcher(text);
        String host = withPort.matches() ? withPort.group(1) : text;
        if (host.startsWith("[")) {
            return host.endsWith("]") && host.contains(":")
                    ? parse(host.substring(1, host.length() - 1))
                    : Optional.empty();
        }
        return parse(host);
    }

    /** Writes an address and a port as they stand in a URL: an IPv6 address in brackets. */
    public static String format(InetAddress address, int port) {
        String text = format(address);
        return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + port;
    }

    /** Writes an address as browsers do: RFC 5952 for IPv6, the longest run of zeros as {@code ::}. */
    public static String format(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address.getHostAddress();
        }
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int start = longestZeroRun(groups);
        int length = start < 0 ? 0 : zeroRunFrom(groups, start);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (length > 1 && i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    private static int longestZeroRun(int[] groups) {
        int best = -1;
        for (int i = 0; i < groups.length; i++) {
            if (zeroRunFrom(groups, i) > (best < 0 ? 0 : zeroRunFrom(groups, best))) {
                best = i;
            }
        }
        return best;
    }

    private static int zeroRunFrom(int[] groups, int start) {
        int end = start;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - start;
    }
}
