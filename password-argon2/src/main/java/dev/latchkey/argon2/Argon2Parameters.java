package dev.latchkey.argon2;

/**
 * What one hash costs, whoever computes it (RFC 9106 §3.1).
 *
 * @param memoryKib memory in KiB, 8 per lane to 262144 (256 MiB)
 * @param iterations passes over the memory, 1 to 10
 * @param parallelism lanes, 1 to 16; they are computed one after the other here
 */
public record Argon2Parameters(int memoryKib, int iterations, int parallelism) {
    /** 19 MiB, 2 passes, 1 lane: the least that the OWASP Password Storage cheat sheet recommends. */
    public static final Argon2Parameters DEFAULT = new Argon2Parameters(19 * 1024, 2, 1);

    /** The most memory, in KiB. */
    public static final int MAX_MEMORY_KIB = 256 * 1024;

    /** The most passes. */
    public static final int MAX_ITERATIONS = 10;

    /** The most lanes. */
    public static final int MAX_PARALLELISM = 16;

    private static final int MIN_MEMORY_KIB_PER_LANE = 8;

    /**
     * Refuses what Argon2 cannot do and what no login should cost.
     *
     * @throws IllegalArgumentException naming the parameter, its value and its range
     */
    public Argon2Parameters {
        check("parallelism", parallelism, 1, MAX_PARALLELISM);
        check("iterations", iterations, 1, MAX_ITERATIONS);
        check("memory in KiB", memoryKib, MIN_MEMORY_KIB_PER_LANE * parallelism, MAX_MEMORY_KIB);
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException("argon2 " + name + " is " + min + " to " + max + ", not " + value);
        }
    }
}
