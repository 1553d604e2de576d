package dev.latchkey.settings;

import java.util.regex.Pattern;

/**
 * The environment variables by which Kubernetes and Docker tell a container of its neighbours, after the neighbours'
 * names: one called {@code latchkey}, or {@code latchkey-page}, writes into the very names that settings have.
 */
final class LinkVariables {
    /** Kubernetes, for each service: host, port, and a port for each name. */
    private static final Pattern SERVICE = Pattern.compile("[A-Z0-9_]+_SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)");

    /** Docker links, and Kubernetes after them: each port with its parts; the first and the last of a range. */
    private static final Pattern PORT =
            Pattern.compile("[A-Z0-9_]+_PORT_[0-9]{1,5}_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR|START|END)){0,2}");

    /** Docker links: what the neighbour has in its own environment. */
    private static final Pattern NEIGHBOURS_OWN = Pattern.compile("[A-Z0-9_]+_ENV_.+");

    /** The two containers of a Docker link, as in {@code /app/latchkey}. */
    private static final Pattern CONTAINERS = Pattern.compile("/[^/]+/[^/]+");

    private static final Pattern ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private LinkVariables() {}

    /** Whether a variable is one of them: by its name, and by its value where a setting has that name too. */
    static boolean isOne(String name, String value) {
        return SERVICE.matcher(name).matches()
                || PORT.matcher(name).matches()
                || NEIGHBOURS_OWN.matcher(name).matches()
                || (name.endsWith("_PORT") && ADDRESS.matcher(value).matches())
                || (name.endsWith("_NAME") && CONTAINERS.matcher(value).matches());
    }
}
