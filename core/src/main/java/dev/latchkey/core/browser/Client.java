package dev.latchkey.core.browser;

import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one request shows of the browser that made it. All of it but the address is what the browser says of itself.
 * Thread-safe.
 *
 * <p>Which kind of browser it is gets read when it is first asked for, and nothing here asks before a credential, a
 * session or a remember-me token turned out to be genuine: strangers do not cause that work.
 */
public final class Client {
    private static final Client UNKNOWN = new Client("", "", "", ClientAddress.unknown());

    private final String userAgent;
    private final ClientAddress address;
    private final Supplier<Kind> reader;
    private volatile @Nullable Kind kind;

    /**
     * A kind of browser, without a version.
     *
     * @param family such as {@code Firefox}; an empty string when it cannot be told
     * @param platform what it runs on, such as {@code Linux}; an empty string when it cannot be told
     */
    public record Kind(String family, String platform) {
        /** Nothing can be told. */
        public static final Kind UNKNOWN = new Kind("", "");

        /** Cuts what is too long and drops what is not printable: a stranger wrote it. */
        public Kind {
            family = Browser.printable(family);
            platform = Browser.printable(platform);
        }
    }

    /**
     * A client whose kind is read when it is needed.
     *
     * @param userAgent the User-Agent field as sent; an empty string when there was none
     * @param address where the request came from
     * @param reader tells the kind, always the same
     */
    public Client(String userAgent, ClientAddress address, Supplier<Kind> reader) {
        this.userAgent = Objects.requireNonNull(userAgent, "userAgent");
        this.address = Objects.requireNonNull(address, "address");
        this.reader = Objects.requireNonNull(reader, "reader");
    }

    /** A client of a known kind. */
    public Client(String family, String platform, String userAgent, ClientAddress address) {
        this(userAgent, address, new Kind(family, platform));
    }

    private Client(String userAgent, ClientAddress address, Kind known) {
        this(userAgent, address, () -> known);
        this.kind = known;
    }

    /** A client that shows nothing: for calls that come from no browser. */
    public static Client unknown() {
        return UNKNOWN;
    }

    /** A client of which only the address is known. */
    public static Client at(ClientAddress address) {
        return new Client("", "", "", address);
    }

    /** What kind of browser it is, without a version; an empty string when it cannot be told. */
    public String family() {
        return kind().family();
    }

    /** What it runs on, without a version; an empty string when it cannot be told. */
    public String platform() {
        return kind().platform();
    }

    private Kind kind() {
        Kind known = kind;
        if (known == null) {
            known = reader.get();
            kind = known;
        }
        return known;
    }

    /** The User-Agent field as sent; an empty string when there was none. */
    public String userAgent() {
        return userAgent;
    }

    /** Where the request came from. */
    public ClientAddress address() {
        return address;
    }
}
