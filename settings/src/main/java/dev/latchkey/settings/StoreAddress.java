package dev.latchkey.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Where everything is kept. Holds no password. */
public sealed interface StoreAddress {
    /** In one file, for one server. */
    record Sqlite() implements StoreAddress {
        @Override
        public String toString() {
            return "sqlite";
        }
    }

    /**
     * In a PostgreSQL database, for any number of servers.
     *
     * @param user the account
     * @param hosts at least one; of several, the one is taken that may be written to
     * @param database its name
     */
    record Postgresql(String user, List<Host> hosts, String database) implements StoreAddress {
        /** Copies the list. */
        public Postgresql {
            hosts = List.copyOf(hosts);
        }

        /** Whether no byte of it leaves this machine. */
        public boolean isOnThisMachine() {
            return hosts.stream().allMatch(Host::isLoopback);
        }

        /** As it is written. */
        @Override
        public String toString() {
            return "postgresql://" + user + "@"
                    + hosts.stream().map(Host::toString).collect(Collectors.joining(",")) + "/" + database;
        }
    }

    /**
     * A machine and a port of it.
     *
     * @param name a name or an IP address, without brackets
     * @param port 1 to 65535
     */
    record Host(String name, int port) {
        /** Where PostgreSQL listens by default. */
        public static final int USUAL_PORT = 5432;

        /** Whether it is this machine, as far as its name tells: nothing is looked up. */
        public boolean isLoopback() {
            return name.equals("localhost") || name.matches("127(\\.[0-9]{1,3}){3}") || name.equals("::1");
        }

        /** As it is written, with the port where it is not the usual one. */
        @Override
        public String toString() {
            return (name.indexOf(':') < 0 ? name : "[" + name + "]") + (port == USUAL_PORT ? "" : ":" + port);
        }
    }
}
