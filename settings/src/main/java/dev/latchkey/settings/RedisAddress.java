package dev.latchkey.settings;

import java.util.stream.Stream;

/**
 * Where Redis or Valkey is. Holds no password.
 *
 * @param scheme {@code redis}, {@code rediss} for TLS, either of them with {@code -sentinel}
 * @param user the account; an empty string for the one that every server has
 * @param place all that comes after the account: hosts and ports, which of a server's databases, what sentinels call it
 */
public record RedisAddress(String scheme, String user, String place) {
    /** The same without the account. */
    public String withoutUser() {
        return scheme + "://" + place;
    }

    /** Whether the way there is encrypted. */
    public boolean isEncrypted() {
        return scheme.startsWith("rediss");
    }

    /** Whether no byte leaves this machine. */
    public boolean isOnThisMachine() {
        return Stream.of(place.replaceFirst("[/#].*", "").split(",", -1))
                .map(host -> host.replaceFirst(":[0-9]+$", "").replaceAll("[\\[\\]]", ""))
                .allMatch(name -> new StoreAddress.Host(name, StoreAddress.Host.USUAL_PORT).isLoopback());
    }

    /** As it is written. */
    @Override
    public String toString() {
        return scheme + "://" + (user.isEmpty() ? "" : user + "@") + place;
    }
}
