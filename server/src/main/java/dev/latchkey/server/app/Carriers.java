package dev.latchkey.server.app;

/**
 * The system threads that carry virtual ones: two at least. A carrier looks at what comes from outside (a new connection,
 * a finished password hash) only when its own queue is empty. On one core there would be one carrier, and under full load
 * its queue hardly ever is: who connects then waits, up to seconds. The second one gets round to them.
 */
public final class Carriers {
    private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

    private Carriers() {}

    /** To be called before the first virtual thread begins; later it changes nothing. What the command line says holds. */
    public static void atLeastTwo() {
        if (Runtime.getRuntime().availableProcessors() == 1 && System.getProperty(PARALLELISM) == null) {
            System.setProperty(PARALLELISM, "2");
        }
    }
}
