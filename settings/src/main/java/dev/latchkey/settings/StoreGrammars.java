package dev.latchkey.settings;

import dev.latchkey.http.setting.Grammar;
import dev.latchkey.settings.StoreAddress.Host;
import dev.latchkey.settings.StoreAddress.Postgresql;
import dev.latchkey.settings.StoreAddress.Sqlite;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of values that only settings of the store have. */
final class StoreGrammars {
    private static final String NONE = "none";
    private static final String SCHEME = "postgres(?:ql)?://";
    private static final Pattern ADDRESS =
            Pattern.compile(SCHEME + "([\\w.$-]{1,63})@([^/@?#]+)/([\\w.$-]{1,63})", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern HOST =
            Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");

    private static final Pattern REDIS = Pattern.compile("(?<scheme>rediss?(-sentinel)?)://((?<user>[\\w.-]{1,63})@)?"
            + "(?<place>(?<hosts>[^/@?#]+)(/[0-9]{1,5})?(#[A-Za-z0-9._-]{1,63})?)");

    /** What stands where tools write a password into an address: after the user's name, up to the last @. */
    private static final Pattern PASSWORD = Pattern.compile("(//[^/@:]*):.*@", Pattern.DOTALL);

    private StoreGrammars() {}

    /** {@code sqlite}, or the address of a PostgreSQL database. */
    static Grammar<StoreAddress> address() {
        return new Grammar<>(
                "STORE",
                "sqlite or postgresql://USER@HOST/DATABASE",
                "it is neither sqlite nor an address like postgresql://USER@HOST:PORT/DATABASE, without a password or ?",
                "the password stands in the file of store.password-file or in LATCHKEY_STORE_PASSWORD",
                "postgresql://latchkey@db.example.com/latchkey",
                StoreGrammars::parse,
                StoreAddress::toString,
                text -> text.contains("://")
                        ? Optional.of("postgresql://latchkey@db.example.com/latchkey")
                        : Optional.empty());
    }

    private static Optional<StoreAddress> parse(String text) {
        if (text.strip().equals("sqlite")) {
            return Optional.of(new Sqlite());
        }
        Matcher address = ADDRESS.matcher(text.strip());
        if (!address.matches()) {
            return Optional.empty();
        }
        List<Optional<Host>> hosts = Arrays.stream(address.group(2).split(",", -1))
                .map(StoreGrammars::host)
                .toList();
        return hosts.stream().allMatch(Optional::isPresent)
                ? Optional.of(new Postgresql(
                        address.group(1),
                        hosts.stream().map(Optional::orElseThrow).toList(),
                        address.group(3)))
                : Optional.empty();
    }

    /** The address of Redis or Valkey, or {@code none}. */
    static Grammar<Optional<RedisAddress>> redisOrNone() {
        return new Grammar<>(
                "REDIS",
                "none or redis://HOST:PORT, rediss:// for TLS, several hosts of a cluster between commas, or"
                        + " redis-sentinel://HOST:PORT#NAME",
                "it is no address of Redis like redis://HOST:PORT or redis-sentinel://HOST:PORT,HOST:PORT#NAME, without a"
                        + " password",
                "the password stands in the file of store.sessions-password-file or in " + Settings.SESSIONS_PASSWORD,
                "redis://redis.example.com:6379",
                StoreGrammars::parseRedis,
                address -> address.map(RedisAddress::toString).orElse(NONE),
                text -> text.contains("://") ? Optional.of("redis://redis.example.com:6379") : Optional.empty());
    }

    private static Optional<Optional<RedisAddress>> parseRedis(String text) {
        if (text.strip().equals(NONE)) {
            return Optional.of(Optional.empty());
        }
        Matcher address = REDIS.matcher(text.strip());
        boolean isOne = address.matches()
                && address.group("scheme").endsWith("-sentinel")
                        == address.group("place").contains("#")
                && Arrays.stream(address.group("hosts").split(",", -1))
                        .allMatch(host -> host(host).isPresent());
        return isOne
                ? Optional.of(Optional.of(new RedisAddress(
                        address.group("scheme"),
                        Objects.requireNonNullElse(address.group("user"), ""),
                        address.group("place"))))
                : Optional.empty();
    }

    private static Optional<Host> host(String text) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            return Optional.empty();
        }
        int port = host.group(2) == null ? Host.USUAL_PORT : Integer.parseInt(host.group(2));
        return port < 1 || port > 65_535
                ? Optional.empty()
                : Optional.of(new Host(host.group(1).replaceAll("[\\[\\]]", ""), port));
    }

    /** The same text where whatever could be a password is left out, so that it can be shown: it is no address any more. */
    static String withoutPassword(String text) {
        String withoutParameters = text.replaceFirst("(?s)\\?.*", "?…");
        if (parse(withoutParameters).isPresent()
                || parseRedis(withoutParameters).isPresent()) {
            return withoutParameters;
        }
        String shown = PASSWORD.matcher(withoutParameters).replaceFirst("$1:…@");
        // Whoever forgot all that comes after it.
        return shown.contains("@") ? shown : shown.replaceFirst("(?s)(//[^/@:]*):.*", "$1:…");
    }
}
