package dev.latchkey.http.deployment;

import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.forwarding.ClientConnection;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.origin.Origin;

/**
 * Judges how a request arrived, before anything else is looked at: for our host, and encrypted where the public origin
 * is https. Thread-safe.
 */
public final class Reception {
    private final Origin publicOrigin;
    private final Forwarding forwarding;
    private final Hosts hosts;

    /** Receives what is meant for that deployment. */
    public Reception(DeploymentPolicy policy) {
        this.publicOrigin = policy.publicOrigin();
        this.forwarding = policy.forwarding();
        this.hosts = new Hosts(publicOrigin);
    }

    /** What was decided. */
    public sealed interface Arrival {
        /** How the client reached us, as far as anyone vouches for it. */
        ClientConnection connection();

        /**
         * It is for us.
         *
         * @param isAlias whether it came by another name of this machine: a page redirects then
         */
        record Welcome(ClientConnection connection, boolean isAlias) implements Arrival {}

        /**
         * It is not: answer 421.
         *
         * @param detail a sentence for whoever set this up
         */
        record Misdirected(ClientConnection connection, String detail) implements Arrival {}
    }

    /** Judges a request. */
    public Arrival receive(Request request) {
        ClientConnection connection = forwarding.connection(request);
        Hosts.Service service = hosts.judge(connection.hosts());
        if (service == Hosts.Service.REFUSED) {
            return new Arrival.Misdirected(connection, unknownHost(connection));
        }
        if (publicOrigin.isHttps() && !connection.isTls()) {
            return new Arrival.Misdirected(connection, unencrypted(connection));
        }
        return new Arrival.Welcome(connection, service == Hosts.Service.ALIAS);
    }

    /**
     * Whether a request may be told what the server saw of it, though it was not meant for us: a proxy that puts another
     * host in the place of ours is explained, a page that made its own name point here is not.
     */
    public boolean mayExplain(Request request) {
        return hosts.judgeUpstream(forwarding.connection(request).hosts()) != Hosts.Service.REFUSED;
    }

    private String unknownHost(ClientConnection connection) {
        String asked = connection.hosts().size() == 1
                ? Printable.of(connection.hosts().getFirst())
                : connection.hosts().size() + " hosts at once";
        return "public-origin is " + publicOrigin + ", but the request is for " + asked
                + "; a proxy must pass on the Host it was asked for" + otherwise(connection, asked);
    }

    /** Without a proxy somebody wants to be reached there: from another device of the same network, mostly. */
    private String otherwise(ClientConnection connection, String asked) {
        if (!forwarding.trusted().isEmpty() || connection.hosts().size() != 1) {
            return "";
        }
        String scheme = connection.isTls() ? "https://" : "http://";
        return "; without one, write public-origin = " + scheme + asked
                + (connection.isTls() ? "" : ", and insecure-http = true where nobody on the way need be feared");
    }

    private String unencrypted(ClientConnection connection) {
        return "public-origin is " + publicOrigin + ", but the request came unencrypted"
                + (connection.isForwarded()
                        ? "; the proxy must say how it came, with X-Forwarded-Proto or Forwarded"
                        : " and from no trusted proxy; see trusted-proxies");
    }
}
