package dev.latchkey.server.command;

/** Numbers of things, for people. */
final class Count {
    private Count() {}

    /** So many of them, as {@code 1 user} and {@code 2 users}. */
    static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
