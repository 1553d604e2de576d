package dev.latchkey.browser;

import java.util.Objects;

/**
 * What one request shows of the browser that made it. All of it but the address is what the browser says of itself.
 *
 * @param family what kind of browser, without a version: {@code Firefox}; an empty string when it cannot be told
 * @param platform what it runs on, without a version: {@code Linux}; an empty string when it cannot be told
 * @param userAgent the User-Agent field as sent; an empty string when there was none
 * @param address where the request came from
 */
public record Client(String family, String platform, String userAgent, ClientAddress address) {
    private static final Client UNKNOWN = new Client("", "", "", ClientAddress.unknown());

    /** Refuses missing parts. */
    public Client {
        Objects.requireNonNull(userAgent, "userAgent");
        Objects.requireNonNull(address, "address");
        family = Browser.printable(family);
        platform = Browser.printable(platform);
    }

    /** A client that shows nothing: for calls that come from no browser. */
    public static Client unknown() {
        return UNKNOWN;
    }

    /** A client of which only the address is known. */
    public static Client at(ClientAddress address) {
        return new Client("", "", "", address);
    }
}
