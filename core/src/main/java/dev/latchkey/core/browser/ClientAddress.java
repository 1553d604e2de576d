package dev.latchkey.core.browser;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The address a request came from, as trusted proxies report it. An IPv4 address mapped into IPv6 is that IPv4 address
 * (RFC 4291 §2.5.5.2), or every limit could be had twice. Immutable and thread-safe.
 */
public final class ClientAddress {
    private static final ClientAddress UNKNOWN = new ClientAddress(new byte[0]);
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final byte[] bytes;

    /** Written once it was asked for; every thread would write the same. */
    private volatile @Nullable String network;

    private ClientAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes an address in network byte order, as {@code InetAddress.getAddress()} gives it.
     *
     * @param bytes 4 for IPv4, 16 for IPv6
     */
    public static ClientAddress of(byte[] bytes) {
        if (bytes.length != IPV4_BYTES && bytes.length != IPV6_BYTES) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
        }
        return new ClientAddress(isMappedIpv4(bytes) ? Arrays.copyOfRange(bytes, 12, IPV6_BYTES) : bytes.clone());
    }

    /** No address: a local socket, or a proxy that says nothing. All such clients are one. */
    public static ClientAddress unknown() {
        return UNKNOWN;
    }

    private static boolean isMappedIpv4(byte[] bytes) {
        if (bytes.length != IPV6_BYTES || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is no address. */
    public boolean isUnknown() {
        return bytes.length == 0;
    }

    /** Whether it is an IPv4 address, mapped into IPv6 or not. */
    public boolean isIpv4() {
        return bytes.length == IPV4_BYTES;
    }

    /**
     * The network that people change when they move: /24 of IPv4, /48 of IPv6, such as {@code 203.0.113.0/24} or
     * {@code 2001:db8:1::/48}. An empty string when the address is unknown.
     */
    public String network() {
        String known = network;
        if (known == null) {
            known = prefix(24, 48);
            network = known;
        }
        return known;
    }

    /**
     * Whether {@link #network} is that text; without making the text, because every request asks.
     *
     * @param network as {@link #network} writes it
     */
    public boolean isIn(String network) {
        if (isUnknown()) {
            return network.isEmpty();
        }
        return bytes.length == IPV4_BYTES ? isInIpv4(network) : network.equals(network());
    }

    private boolean isInIpv4(String network) {
        int at = 0;
        for (int i = 0; i < 3; i++) {
            int octet = bytes[i] & 0xff;
            if (octet >= 100) {
                at = matched(network, at, octet / 100);
            }
            if (octet >= 10) {
                at = matched(network, at, octet / 10 % 10);
            }
            at = matched(network, at, octet % 10);
            if (at < 0 || at >= network.length() || network.charAt(at) != '.') {
                return false;
            }
            at++;
        }
        return network.startsWith("0/24", at) && network.length() == at + 4;
    }

    /** The place after that digit; -1 when there is another, or none. */
    private static int matched(String text, int at, int digit) {
        return at >= 0 && at < text.length() && text.charAt(at) == '0' + digit ? at + 1 : -1;
    }

    /**
     * The smallest network that one customer has to themselves: the address itself for IPv4, /64 of IPv6, within which
     * anyone picks addresses at will. An empty string when the address is unknown.
     */
    public String household() {
        return prefix(32, 64);
    }

    private String prefix(int ipv4Bits, int ipv6Bits) {
        if (isUnknown()) {
            return "";
        }
        return bytes.length == IPV4_BYTES ? ipv4Prefix(ipv4Bits) : ipv6Prefix(ipv6Bits);
    }

    private String ipv4Prefix(int bits) {
        StringBuilder text = new StringBuilder(18);
        for (int i = 0; i < IPV4_BYTES; i++) {
            text.append(i == 0 ? "" : ".").append(i < bits / 8 ? bytes[i] & 0xff : 0);
        }
        return text.append('/').append(bits).toString();
    }

    /**
     * The groups of the prefix without leading zeros, and {@code ::} for all the zeros at the end (RFC 5952 §4): at
     * least half of an address, hence its longest run.
     */
    private String ipv6Prefix(int bits) {
        int end = bits / 8;
        while (end > 0 && bytes[end - 1] == 0 && bytes[end - 2] == 0) {
            end -= 2;
        }
        StringBuilder text = new StringBuilder(24);
        for (int i = 0; i < end; i += 2) {
            int group = (bytes[i] & 0xff) << 8 | (bytes[i + 1] & 0xff);
            text.append(Integer.toHexString(group)).append(':');
        }
        return text.append(end == 0 ? "::/" : ":/").append(bits).toString();
    }

    /** The whole address as hexadecimal digits; an empty string when it is unknown. */
    String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientAddress that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The network only: a whole address is personal data, and logs have no need of it. */
    @Override
    public String toString() {
        return isUnknown() ? "unknown" : network();
    }
}
