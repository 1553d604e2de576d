package dev.latchkey.server.app;

import java.util.Map;
import java.util.Properties;

/** Who runs a command, by the name that the operating system has for them, for the audit log. */
final class Operator {
    private static final int MAX_LENGTH = 64;

    private Operator() {}

    /** Who runs this process. */
    @CompositionRoot
    static String ofThisProcess() {
        return named(System.getProperties(), System.getenv());
    }

    /** The account, and for root who became it: sudo tells, and root alone is believed. */
    static String named(Properties system, Map<String, String> environment) {
        String account = system.getProperty("user.name", "");
        String before = environment.getOrDefault("SUDO_USER", "");
        boolean isSudo = account.equals("root") && !before.isEmpty() && !before.equals(account);
        return fit(isSudo ? before + "/" + account : account);
    }

    /** A container may run as a number that has no name, and a directory service may have names in any script. */
    private static String fit(String name) {
        String visible = name.replaceAll("[^!-~]", "?");
        return visible.isEmpty() ? "?" : visible.substring(0, Math.min(visible.length(), MAX_LENGTH));
    }
}
