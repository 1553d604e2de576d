package dev.latchkey.settings;

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

    /** As it is written. */
    @Override
    public String toString() {
        return scheme + "://" + (user.isEmpty() ? "" : user + "@") + place;
    }
}
