package dev.latchkey.http.forwarding;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3); a single address is a range of one. */
public final class AddressRange {
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int MAPPED_BITS = 96;

    private final byte[] network;
    private final int prefixLength;

    private AddressRange(byte[] network, int prefixLength) {
        this.network = network;
        this.prefixLength = prefixLength;
    }

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or one address. Empty for anything else, names included. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        String addressText = slash < 0 ? text : text.substring(0, slash);
        Optional<InetAddress> address = IpLiteral.parse(addressText);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = address.get().getAddress();
        int bits = bytes.length * 8;
        if (slash < 0) {
            return Optional.of(new AddressRange(bytes, bits));
        }
        String lengthText = text.substring(slash + 1);
        if (!LENGTH.matcher(lengthText).matches()) {
            return Optional.empty();
        }
        boolean isMapped = bits == 32 && addressText.indexOf(':') >= 0;
        int length = Integer.parseInt(lengthText) - (isMapped ? MAPPED_BITS : 0);
        return length < 0 || length > bits ? Optional.empty() : Optional.of(new AddressRange(bytes, length));
    }

    /** Whether an address lies in it. An IPv4-mapped address counts as IPv4. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == network.length && Arrays.equals(masked(bytes), masked(network));
    }

    /** Whether the address before the slash is the first of the range, as it should be: {@code 10.0.0.0/8}. */
    public boolean isExact() {
        return Arrays.equals(masked(network), network);
    }

    /** The same range, written by its first address. */
    public AddressRange exact() {
        return new AddressRange(masked(network), prefixLength);
    }

    /** How many leading bits are fixed: 0 is every address there is. */
    public int prefixLength() {
        return prefixLength;
    }

    /** Whether so many addresses lie in it that it can hardly be the proxies of one installation. */
    public boolean isBroad() {
        return prefixLength < (network.length == 4 ? 8 : 16);
    }

    private byte[] masked(byte[] bytes) {
        byte[] masked = bytes.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(prefixLength - i * 8L, 0, 8);
            masked[i] &= (byte) (0xff00 >> kept);
        }
        return masked;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange that
                && prefixLength == that.prefixLength
                && Arrays.equals(network, that.network);
    }

    @Override
    public int hashCode() {
        return Objects.hash(prefixLength, Arrays.hashCode(network));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        try {
            String address = IpLiteral.format(InetAddress.getByAddress(network));
            return prefixLength == network.length * 8 ? address : address + "/" + prefixLength;
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
    }
}
