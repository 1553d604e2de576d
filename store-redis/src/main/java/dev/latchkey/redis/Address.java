package dev.latchkey.redis;

import io.lettuce.core.RedisURI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the servers are, and as whom they are asked. Not shown anywhere but by {@link #toString}, which knows no secret.
 *
 * @param isEncrypted whether by TLS
 * @param hosts those named, in their order
 * @param database which of a server's, from 0
 * @param master what the sentinels call the server that they watch over, where the hosts are sentinels
 * @param account as whom, where there is one
 */
record Address(
        boolean isEncrypted, List<Endpoint> hosts, int database, Optional<String> master, Optional<Account> account) {
    private static final int PORT = 6379;
    private static final int SENTINEL_PORT = 26379;
    private static final int MOST_PORTS = 65_535;
    private static final String ALLOWED =
            "redis://HOST:PORT, rediss:// for TLS, several hosts of a cluster between commas,"
                    + " or redis-sentinel://HOST:PORT,HOST:PORT#MASTER";

    private static final Pattern WHOLE = Pattern.compile(
            "(?<tls>redis|rediss)(?<sentinel>-sentinel)?://(?:(?<account>[^@]*)@)?(?<hosts>[^@/?#]+)(?:/(?<db>\\d{1,5})?)?"
                    + "(?:#(?<master>[A-Za-z0-9._-]+))?");
    private static final Pattern HOST =
            Pattern.compile("(?<name>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>\\d{1,5}))?");

    /**
     * One server.
     *
     * @param host its name, or its address without brackets
     */
    record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** As whom. Shows nothing. */
    record Account(String user, String password) {
        @Override
        public String toString() {
            return "Account[…]";
        }
    }

    /** Copies the list. */
    Address {
        hosts = List.copyOf(hosts);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none, without repeating what could be a password
     */
    static Address parse(String text) {
        Matcher whole = WHOLE.matcher(text);
        if (!whole.matches()) {
            throw refused("an address is expected");
        }
        boolean isSentinel = whole.group("sentinel") != null;
        if (isSentinel != (whole.group("master") != null)) {
            throw refused("after # stands what sentinels call the server, and only where sentinels are named");
        }
        List<Endpoint> hosts = Stream.of(whole.group("hosts").split(",", -1))
                .map(host -> endpoint(host, isSentinel ? SENTINEL_PORT : PORT))
                .toList();
        String database = whole.group("db");
        return new Address(
                whole.group("tls").equals("rediss"),
                hosts,
                database == null ? 0 : Integer.parseInt(database),
                Optional.ofNullable(whole.group("master")),
                account(whole.group("account")));
    }

    private static Endpoint endpoint(String text, int usualPort) {
        Matcher host = HOST.matcher(text);
        if (!host.matches()) {
            throw refused("a host is a name or an address, with or without a port");
        }
        int port = host.group("port") == null ? usualPort : Integer.parseInt(host.group("port"));
        if (port < 1 || port > MOST_PORTS) {
            throw refused("a port is 1 to 65535, not " + port);
        }
        return new Endpoint(host.group("name").replaceAll("[\\[\\]]", ""), port);
    }

    private static Optional<Account> account(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        int colon = text.indexOf(':');
        return Optional.of(
                colon < 0
                        ? new Account("", decoded(text))
                        : new Account(decoded(text.substring(0, colon)), decoded(text.substring(colon + 1))));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Without its cause, which quotes it.
            throw refused("in a user and a password % is written %25");
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("Redis address: " + why + System.lineSeparator() + "  write " + ALLOWED
                + "; a user and a password come before the host, USER:PASSWORD@");
    }

    /** The same with another account. */
    Address as(Account other) {
        return new Address(isEncrypted, hosts, database, master, Optional.of(other));
    }

    /** How to reach one of the servers; by the sentinels whichever of them is the master now. */
    RedisURI uri(Endpoint host) {
        RedisURI.Builder uri = master.map(name -> bySentinels(name, host))
                .orElseGet(() -> RedisURI.builder().withHost(host.host()).withPort(host.port()))
                .withDatabase(database)
                .withSsl(isEncrypted);
        account.ifPresent(who -> {
            if (who.user().isEmpty()) {
                uri.withPassword(who.password().toCharArray());
            } else {
                uri.withAuthentication(who.user(), who.password().toCharArray());
            }
        });
        return uri.build();
    }

    private RedisURI.Builder bySentinels(String name, Endpoint first) {
        RedisURI.Builder uri = RedisURI.builder().withSentinelMasterId(name).withSentinel(sentinel(first));
        hosts.stream().filter(other -> !other.equals(first)).forEach(other -> uri.withSentinel(sentinel(other)));
        return uri;
    }

    /** Whoever tells where the master is has to be as sure as the master. */
    private RedisURI sentinel(Endpoint host) {
        return RedisURI.builder()
                .withHost(host.host())
                .withPort(host.port())
                .withSsl(isEncrypted)
                .build();
    }

    @Override
    public String toString() {
        return hosts.stream().map(Endpoint::toString).collect(Collectors.joining(","))
                + master.map(name -> "#" + name).orElse("");
    }
}
